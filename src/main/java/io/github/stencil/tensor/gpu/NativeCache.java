// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor.gpu;

import io.github.stencil.StencilException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.tensorflow.TensorFlow;

/** Where JavaCPP unpacks TensorFlow's library before it is loaded: 680 MB, once on a machine. */
public final class NativeCache {
    private static final String FOLDER = "org.bytedeco.javacpp.cachedir";
    private static final String PLACE = "/org/tensorflow/internal/c_api/";
    private static final int MEGABYTES = 680;

    private NativeCache() {}

    /** Returns whether the library was unpacked before. */
    public static boolean isFilled() {
        File[] entries = Files.isDirectory(folder()) ? folder().toFile().listFiles() : null;
        if (entries != null) {
            for (File entry : entries) {
                if (entry.getName().startsWith("tensorflow-core-native")) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Returns what to say where the library was not loaded: JavaCPP does not tell a disk that is full from a library that
     * is not there.
     */
    public static StencilException failed(Throwable e) {
        String name = PLACE + Loader.getPlatform() + "/" + System.mapLibraryName("jnitensorflow");
        if (TensorFlow.class.getResource(name) == null) {
            return StencilException.of(
                    e,
                    "TensorFlow has no library for this machine (%s, %s): %s. It runs on Linux, Windows and Apple silicon.",
                    System.getProperty("os.name"),
                    System.getProperty("os.arch"),
                    String.valueOf(e.getMessage()));
        }
        return StencilException.of(
                e,
                "TensorFlow could not be unpacked and loaded: it takes %d MB in the folder %s, %s. Make room there, or give Java another folder with -D%s=FOLDER, and start again.",
                MEGABYTES,
                folder(),
                room(),
                FOLDER);
    }

    private static String room() {
        try {
            return "where %,d MB are free"
                    .formatted(Files.getFileStore(folder()).getUsableSpace() >> 20);
        } catch (IOException e) {
            return "which cannot be made"; // the words say it
        }
    }

    private static Path folder() {
        String cache = System.getProperty(FOLDER);
        return cache != null ? Path.of(cache) : Path.of(System.getProperty("user.home"), ".javacpp", "cache");
    }
}
