// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.install;

import io.github.stencil.Digest;
import io.github.stencil.StencilException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A release, unpacked: laid out like a Fiji update site, with what a plain ImageJ lacks in {@code bin/lib}.
 *
 * @param root the folder
 */
public record ReleaseFolder(Path root) {
    private static final String CHECKSUM = ".sha256"; // the name of the file beside it, which sha256sum can read
    private static final List<String> PLATFORMS = List.of("linux64", "linux-arm64", "win64", "macos-arm64");

    /**
     * Returns the release in a folder, or the one that was built in a folder of sources.
     *
     * @throws StencilException if there is none
     */
    public static ReleaseFolder in(Path home) {
        return Stream.of(home.resolve("target").resolve("release"), home)
                .filter(folder -> Files.isDirectory(folder.resolve("plugins")))
                .findFirst()
                .map(ReleaseFolder::new)
                .orElseThrow(() -> StencilException.of(
                        "There is no release in %s. Unpack one, or build it with \"mvn -B package -Prelease\".", home));
    }

    /**
     * Returns Fiji's name for a platform.
     *
     * @param osName as Java tells it, such as Windows 11
     * @param osArch as Java tells it, such as amd64
     * @throws StencilException if TensorFlow has no library for it
     */
    public static String platform(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        boolean arm = osArch.equals("aarch64") || osArch.equals("arm64");
        String name = (os.startsWith("win") ? "win" : os.startsWith("mac") ? "macos" : os) + (arm ? "-arm64" : "64");
        boolean wide = arm || osArch.equals("amd64") || osArch.equals("x86_64");
        if (!wide || !PLATFORMS.contains(name)) {
            throw StencilException.of(
                    "TensorFlow has no library for this machine (%s, %s). It runs on Linux, on Windows with an x86-64 processor, and on Apple silicon.",
                    osName, osArch);
        }
        return name;
    }

    /** Returns Stencil itself. */
    Path stencil() {
        List<Path> jars = jars("plugins");
        if (jars.size() != 1) {
            throw StencilException.of(
                    "The release in %s has %d jars in plugins instead of one. Unpack it anew, into an empty folder.",
                    root, jars.size());
        }
        return jars.get(0);
    }

    /** Returns the jars that are the same for all platforms, and that a plain ImageJ may lack. */
    List<Library> shared() {
        return Stream.of("jars", "bin/lib")
                .flatMap(folder -> jars(folder).stream())
                .flatMap(jar -> Library.of(jar).stream())
                .toList();
    }

    /**
     * Returns the jars for one platform, after comparing them with the checksums beside them.
     *
     * @throws StencilException if they are not there, or not whole
     */
    List<Library> forPlatform(String platform) {
        List<Path> jars = jars("jars/" + platform);
        if (jars.isEmpty()) {
            throw StencilException.of(
                    "The release in %s has nothing for this platform (%s). Build it with \"mvn -B package -Prelease\".",
                    root, platform);
        }
        try {
            for (Path jar : jars) {
                Path checksum = Path.of(jar + CHECKSUM);
                if (!Files.readString(checksum).startsWith(Digest.of(jar))) {
                    throw StencilException.of(
                            "%s does not have the checksum that stands beside it. Unpack the release anew.", jar);
                }
            }
        } catch (IOException e) {
            throw StencilException.of(e, "The release in %s cannot be read (%s). Unpack it anew.", root, e);
        }
        return jars.stream().flatMap(jar -> Library.of(jar).stream()).toList();
    }

    private List<Path> jars(String folder) {
        Path place = root.resolve(folder);
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw StencilException.of(e, "The release in %s cannot be read (%s). Unpack it anew.", root, e);
        }
    }
}
