// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor.gpu;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where Linux looks for shared libraries: Java loads a library with a version in its name only by its whole path.
 *
 * @param folders in the order of looking
 */
record LibraryPath(List<Path> folders) {
    private static final Path CONFIGURATION = Path.of("/etc/ld.so.conf.d");
    /** Of the linker itself, and where drivers are put that no configuration names, as in containers and in WSL. */
    private static final List<String> USUAL = List.of(
            "/lib/x86_64-linux-gnu",
            "/usr/lib/x86_64-linux-gnu",
            "/usr/lib64",
            "/usr/lib",
            "/usr/local/cuda/lib64",
            "/usr/local/nvidia/lib64",
            "/usr/lib/wsl/lib");

    LibraryPath {
        folders = List.copyOf(folders);
    }

    /** Returns this machine's: LD_LIBRARY_PATH, which Java knows, then what the linker's configuration names. */
    static LibraryPath system() {
        return of(System.getProperty("java.library.path", ""), CONFIGURATION);
    }

    static LibraryPath of(String path, Path configuration) {
        List<Path> folders = new ArrayList<>();
        Stream<String> given = Stream.of(path.split(File.pathSeparator, -1));
        Stream.concat(given, Stream.concat(configured(configuration).stream(), USUAL.stream()))
                .filter(name -> name.startsWith("/"))
                .map(Path::of)
                .distinct()
                .forEach(folders::add);
        return new LibraryPath(folders);
    }

    private static List<String> configured(Path configuration) {
        List<String> lines = new ArrayList<>();
        if (Files.isDirectory(configuration)) {
            try (Stream<Path> files = Files.list(configuration)) {
                for (Path file : files.sorted().toList()) {
                    if (Files.isReadable(file) && file.toString().endsWith(".conf")) {
                        Files.readAllLines(file).forEach(line -> lines.add(line.strip()));
                    }
                }
            } catch (IOException e) {
                return lines; // what is found will do
            }
        }
        return lines;
    }

    /** Returns the first file of a name. */
    Optional<Path> find(String name) {
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::exists)
                .findFirst();
    }
}
