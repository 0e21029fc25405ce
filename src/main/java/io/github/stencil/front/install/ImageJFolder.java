// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.install;

import io.github.stencil.StencilException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder that ImageJ starts from: a Fiji (or another ImageJ2), which reads every jar in {@code jars}, or a plain
 * ImageJ, which reads those in {@code plugins} and in the folders just below it.
 *
 * @param root the folder
 * @param fiji whether it is a Fiji
 * @param libraries what lies in it
 */
record ImageJFolder(Path root, boolean fiji, List<Library> libraries) {
    private static final int DEPTH = 4;
    private static final List<String> PLAIN =
            List.of("ij.jar", "ImageJ.app/Contents/Java/ij.jar", "Contents/Java/ij.jar");

    /**
     * Looks at a folder.
     *
     * @throws StencilException if ImageJ does not start from it
     */
    static ImageJFolder of(Path folder) {
        Path root = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(root)) {
            throw StencilException.of(
                    "There is no folder %s. Name the folder that Fiji or ImageJ starts from.", folder);
        }
        List<Library> inJars = libraries(root.resolve("jars"));
        List<Library> found = Stream.concat(inJars.stream(), libraries(root.resolve("plugins")).stream())
                .toList();
        if (inJars.stream().anyMatch(library -> library.name().equals("ij"))) {
            return new ImageJFolder(root, true, found);
        }
        Path program = PLAIN.stream()
                .map(root::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> StencilException.of(
                        "%s is neither a Fiji nor an ImageJ: there is no ij.jar in it, and no ij-VERSION.jar in its folder jars. Name the folder that one of them starts from.",
                        root));
        List<Library> all =
                Stream.concat(Library.of(program).stream(), found.stream()).toList();
        return new ImageJFolder(root, false, all);
    }

    /** Returns what to call it. */
    String kind() {
        return fiji ? "Fiji" : "ImageJ";
    }

    /** Returns every copy of a library. */
    Stream<Library> named(String name) {
        return libraries.stream().filter(library -> library.name().equals(name));
    }

    /** Returns where a library goes that is the same for all platforms. */
    Path shared() {
        return fiji ? Path.of("jars") : Path.of("plugins", "jars");
    }

    /** Returns where a library for one platform goes, by Fiji's name for that. */
    Path forPlatform(String platform) {
        return fiji ? Path.of("jars", platform) : shared();
    }

    private static List<Library> libraries(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.find(
                folder,
                DEPTH,
                (file, kind) ->
                        kind.isRegularFile() && file.getFileName().toString().endsWith(".jar"))) {
            return files.sorted().flatMap(jar -> Library.of(jar).stream()).toList();
        } catch (IOException e) {
            throw StencilException.of(e, "%s cannot be read (%s). Allow it, or name another folder.", folder, e);
        }
    }
}
