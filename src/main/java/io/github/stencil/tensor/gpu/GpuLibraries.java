// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor.gpu;

import io.github.stencil.StencilException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.tensorflow.internal.c_api.presets.tensorflow;

/**
 * Native libraries for a GPU, loaded before TensorFlow: CUDA and cuDNN one after another, each before those that need it,
 * so that TensorFlow finds them by name when it looks for them; then TensorFlow's own for GPUs instead of those on the
 * class path. Native code cannot be unloaded, so this happens once in a process.
 *
 * @param driver whether the driver's library is there, without which nothing else was loaded
 * @param tensorflow whether TensorFlow's library for GPUs was loaded
 * @param missing libraries of CUDA and cuDNN that are neither in Stencil's folder nor on the system
 */
public record GpuLibraries(boolean driver, boolean tensorflow, List<String> missing) {
    /** The driver's library, which comes with the driver alone. */
    static final String DRIVER = "libcuda.so.1";

    /** What loads a library; a seam for tests. */
    interface Linker {
        /** Loads a file; throws {@link UnsatisfiedLinkError} if it cannot. */
        void file(Path file);

        /** Loads what the system finds under a name; throws {@link UnsatisfiedLinkError} if it finds nothing. */
        void name(String name);

        /** Loads one of TensorFlow's own, under the name by which JavaCPP would look for it on the class path. */
        void tensorflow(Path file, String name);
    }

    /** Copies the list, so that nobody changes it later. */
    public GpuLibraries {
        missing = List.copyOf(missing);
    }

    /**
     * Loads what there is.
     *
     * @param folder where GPU support is installed; empty leaves TensorFlow's library for CPUs in use
     * @throws StencilException if TensorFlow's library is damaged, so that part of it is now in this process
     */
    public static GpuLibraries load(Optional<Path> folder, Linker linker) {
        boolean driver = loads(() -> linker.name(DRIVER));
        if (!driver || folder.isEmpty()) {
            return new GpuLibraries(driver, false, List.of());
        }
        List<String> missing = new ArrayList<>();
        for (String name : GpuSupport.cuda()) {
            Path file = folder.get().resolve(name);
            if (!(Files.exists(file) && loads(() -> linker.file(file))) && !loads(() -> linker.name(name))) {
                missing.add(name);
            }
        }
        Path framework = folder.get().resolve("libtensorflow_framework.so.2");
        if (!loads(() -> linker.tensorflow(framework, "tensorflow_framework@.2"))) {
            return new GpuLibraries(true, false, List.of(String.valueOf(framework.getFileName())));
        }
        try {
            linker.tensorflow(folder.get().resolve("libtensorflow_cc.so.2"), "tensorflow_cc@.2");
            linker.tensorflow(folder.get().resolve("libjnitensorflow.so"), "jnitensorflow");
        } catch (UnsatisfiedLinkError e) {
            throw StencilException.of(
                    e,
                    "TensorFlow's library for GPUs in %s is damaged (%s). Delete that folder, and restart ImageJ.",
                    folder.get(),
                    String.valueOf(e.getMessage()));
        }
        return new GpuLibraries(true, true, missing);
    }

    private static boolean loads(Runnable library) {
        try {
            library.run();
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false; // asked for and told to the user as missing
        }
    }

    /** The system's linker. */
    public enum Native implements Linker {
        /** The one there is. */
        LINKER;

        @Override
        public void file(Path file) {
            System.load(file.toString());
        }

        @Override
        public void name(String name) {
            file(LibraryPath.system().find(name).orElseThrow(() -> new UnsatisfiedLinkError(name + " is nowhere")));
        }

        @Override
        public void tensorflow(Path file, String name) {
            try {
                Loader.loadLibrary(tensorflow.class, new URL[] {file.toUri().toURL()}, name);
            } catch (MalformedURLException e) {
                throw new IllegalStateException(e); // a file has a URL
            }
        }
    }
}
