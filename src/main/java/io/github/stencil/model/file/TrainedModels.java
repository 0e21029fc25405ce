// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.file;

import io.github.stencil.UserFolder;
import io.github.stencil.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Where this user's trainings have written models, the last one first: a text file with a path on each line,
 * {@code .stencil/trained} of the user's home or where the system property {@code stencil.trained} says. It is for lists of
 * models to choose from; nothing depends on it.
 */
public final class TrainedModels {
    private static final int MOST = 20;

    private TrainedModels() {}

    /** Returns the folders that still are models, the last trained first. */
    public static List<Path> folders() {
        return lines().stream()
                .flatMap(TrainedModels::path)
                .filter(folder -> Files.isRegularFile(folder.resolve(ModelNames.GRAPH)))
                .toList();
    }

    /** Puts a model's folder first. */
    public static void add(Path folder) {
        String newest = folder.toAbsolutePath().normalize().toString();
        List<String> all = new ArrayList<>(List.of(newest));
        lines().stream().filter(line -> !line.equals(newest)).limit(MOST - 1).forEach(all::add);
        Path file = file().toAbsolutePath();
        try {
            Files.createDirectories(file.resolveSibling(""));
            WholeFile.write(
                    file,
                    file.resolveSibling(file.getFileName() + "." + UUID.randomUUID()),
                    part -> Files.write(part, all));
        } catch (IOException e) {
            return; // a home that cannot be written to has no list, and the model is where it was wanted all the same
        }
    }

    private static List<String> lines() {
        try {
            return Files.exists(file()) ? Files.readAllLines(file()) : List.of();
        } catch (IOException e) {
            return List.of(); // no list, for whatever reason
        }
    }

    private static Stream<Path> path(String line) {
        try {
            return Stream.of(Path.of(line));
        } catch (InvalidPathException e) {
            return Stream.empty(); // somebody has written to the file
        }
    }

    private static Path file() {
        return UserFolder.of("trained");
    }
}
