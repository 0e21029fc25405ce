// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor.gpu;

import io.github.stencil.FolderTree;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.UserFolder;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What TensorFlow needs to compute on an NVIDIA GPU, without a CUDA installation: its own library for GPUs, CUDA and
 * cuDNN, from the package registry. They lie in {@code .stencil/gpu} of the user's home or where the system property
 * {@code stencil.gpu} says. Only for Linux on x86-64.
 */
public final class GpuSupport {
    private static final String FOLDER = "stencil.gpu";
    private static final String REGISTRY = "stencil.registry";
    private static final String REGISTRY_VARIABLE = "STENCIL_REGISTRY";
    private static final String MAVEN_CENTRAL = "https://repo1.maven.org/maven2";
    /** Named by what is in it, so that a Stencil with other versions does not take it for its own. */
    private static final String COMPLETE = "tensorflow-2.18-cuda-12.6-cudnn-9.5";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** What stays free for others. */
    private static final long SPARE = 256L << 20;

    private final Path home;
    private final URI registry;
    private final List<GpuArtifact> artifacts;

    GpuSupport(Path home, URI registry, List<GpuArtifact> artifacts) {
        this.home = home;
        this.registry = registry;
        this.artifacts = List.copyOf(artifacts);
    }

    /**
     * Returns what belongs to this user: TensorFlow 2.18, CUDA 12.6 and cuDNN 9.5. The registry is Maven Central, or a
     * mirror that the system property {@code stencil.registry} or the environment variable STENCIL_REGISTRY names.
     *
     * @throws StencilException if that is no address
     */
    public static GpuSupport standard() {
        String variable = Objects.requireNonNullElse(System.getenv(REGISTRY_VARIABLE), "");
        String given = System.getProperty(REGISTRY, variable);
        return new GpuSupport(
                UserFolder.of("gpu"),
                address(given.isEmpty() ? MAVEN_CENTRAL : given),
                List.of(GpuArtifact.TENSORFLOW, GpuArtifact.CUDA));
    }

    private static URI address(String text) {
        if (!text.matches("https?://[^\\s/]+\\S*")) {
            throw StencilException.of(
                    "The registry's address is \"%s\" but must begin with https:// or http://. Correct %s or %s.",
                    text, REGISTRY, REGISTRY_VARIABLE);
        }
        try {
            return URI.create(text.endsWith("/") ? text : text + "/");
        } catch (IllegalArgumentException e) {
            throw StencilException.of(e, "\"%s\" is no address. Correct %s or %s.", text, REGISTRY, REGISTRY_VARIABLE);
        }
    }

    /**
     * Returns the folder of the libraries; empty if they have not been installed. Those of CUDA may have been taken out
     * of it: then an installed CUDA 12 serves.
     */
    public Optional<Path> installed() {
        Path folder = home.resolve(COMPLETE);
        boolean whole = artifacts.get(0).libraries().stream() // TensorFlow's own come first
                .allMatch(name -> Files.isRegularFile(folder.resolve(name)));
        return whole ? Optional.of(folder) : Optional.empty();
    }

    /** Returns the names of the libraries of CUDA and cuDNN, in the order in which they are loaded. */
    static List<String> cuda() {
        return GpuArtifact.CUDA.libraries();
    }

    /**
     * Downloads, checks and unpacks the libraries, and moves them into place when all are there. What had been downloaded
     * when an earlier attempt broke off is not downloaded again.
     *
     * @param progress hears bytes, and stops it
     * @return property and value, for a table
     * @throws StencilException if this machine cannot use them, there is no room, another process is at it, or the
     *     registry does not give what is wanted
     */
    public Map<String, String> install(Progress progress) {
        return install(progress, System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    Map<String, String> install(Progress progress, String system, String processor) {
        if (!fits(system, processor)) {
            throw StencilException.of(
                    "This machine runs %s on %s, where TensorFlow for Java computes on the CPU. GPU support is for Linux on x86-64 with an NVIDIA GPU.",
                    system, processor);
        }
        Optional<Path> before = installed();
        if (before.isPresent()) {
            return report(before.get(), "was there already");
        }
        try {
            Files.createDirectories(home);
            try (FileChannel channel =
                    FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                claim(channel);
                Path folder = get(progress);
                return report(folder, "installed; restart ImageJ if TensorFlow has been used in it");
            }
        } catch (IOException e) {
            throw StencilException.of(
                    e,
                    "GPU support cannot be written to %s (%s). Make room there, or name another folder by the system property %s.",
                    home,
                    e,
                    FOLDER);
        }
    }

    /** Returns whether there is a TensorFlow for GPUs for a machine. */
    public static boolean fits(String system, String processor) {
        return system.equals("Linux") && (processor.equals("amd64") || processor.equals("x86_64"));
    }

    /** Keeps others out until the channel is closed. */
    private void claim(FileChannel channel) throws IOException {
        boolean free;
        try {
            free = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            free = false; // held by another thread of this process
        }
        if (!free) {
            throw StencilException.of("GPU support is being installed to %s already. Wait until that has ended.", home);
        }
    }

    private Path get(Progress progress) throws IOException {
        Path unpacked = home.resolve(".part");
        FolderTree.delete(unpacked); // of an attempt that broke off
        checkRoom();
        Files.createDirectories(unpacked);
        try {
            for (GpuArtifact artifact : artifacts) {
                Path jar = home.resolve(artifact.file() + ".part");
                new Download(registry.resolve(artifact.path()), artifact, PATIENCE).into(jar, progress);
                unpack(jar, artifact, unpacked, progress);
            }
            Path folder = home.resolve(COMPLETE);
            FolderTree.delete(folder);
            Files.move(unpacked, folder, StandardCopyOption.ATOMIC_MOVE);
            for (GpuArtifact artifact : artifacts) {
                Files.delete(home.resolve(artifact.file() + ".part"));
            }
            return folder;
        } finally {
            FolderTree.delete(unpacked);
        }
    }

    private void checkRoom() throws IOException {
        long wanted = SPARE;
        for (GpuArtifact artifact : artifacts) {
            Path jar = home.resolve(artifact.file() + ".part");
            wanted += artifact.bytes() - (Files.exists(jar) ? Files.size(jar) : 0) + artifact.unpacked();
        }
        long free = Files.getFileStore(home).getUsableSpace();
        if (free < wanted) {
            throw StencilException.of(
                    "There are %,d MB free in %s but GPU support needs %,d MB while it is installed. Make room, or name another folder by the system property %s.",
                    free >> 20, home, wanted >> 20, FOLDER);
        }
    }

    /** Takes the libraries out by their names, wherever in the jar they are: nothing can land outside the folder. */
    private static void unpack(Path jar, GpuArtifact artifact, Path into, Progress progress) throws IOException {
        progress.say("Unpacking %s.".formatted(artifact.title()));
        List<String> left = new ArrayList<>(artifact.libraries());
        long done = 0;
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
                if (!left.remove(name)) {
                    continue;
                }
                try (InputStream in = zip.getInputStream(entry);
                        var out = Files.newOutputStream(into.resolve(name))) {
                    byte[] buffer = new byte[1 << 20];
                    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                        out.write(buffer, 0, n);
                        done += n;
                        progress.step(done, artifact.unpacked());
                    }
                }
            }
        }
        if (!left.isEmpty()) {
            throw StencilException.of(
                    "%s does not hold %s, which is wanted. Tell Stencil's developers.",
                    artifact.file(), String.join(", ", left));
        }
    }

    private static Map<String, String> report(Path folder, String status) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("GPU support", status);
        all.put("Folder", folder.toString());
        all.put("Holds", "TensorFlow 2.18 for GPUs, CUDA 12.6, cuDNN 9.5");
        all.put("Next", "Stencil Device tells whether a GPU computes; to take it out again, delete the folder");
        return all;
    }
}
