// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.file;

import io.github.stencil.FileTrouble;
import io.github.stencil.StencilException;
import io.github.stencil.model.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A model's files: a folder, or a zip unpacked to a temporary folder for as long as the model is open.
 *
 * @param given what the user named
 * @param folder the folder that holds {@code saved_model.pb} or the only ONNX file; of a zip one that is deleted when the process ends
 */
public record ModelFiles(Path given, Path folder) {
    /** How many folders deep in what was given the model may lie. */
    private static final int DEEPEST = 3;

    /**
     * Finds a model.
     *
     * @throws StencilException if there is none, or the zip cannot be trusted
     */
    public static ModelFiles of(Path path) {
        return in(path, root(path));
    }

    /** Finds a model in a folder, or in the only one inside that has one. */
    public static ModelFiles in(Path given, Path root) {
        return new ModelFiles(given, graphFolder(root, given));
    }

    /** Returns the folder of a model of which the graph or the description was named; else what was named. */
    public static Path place(Path path) {
        String name = String.valueOf(path.getFileName());
        boolean part =
                name.equals(ModelNames.GRAPH) || name.equals(ModelNames.CARD) || ModelNames.DESCRIPTIONS.contains(name);
        return part && Files.isRegularFile(path)
                ? path.toAbsolutePath().normalize().resolveSibling("").normalize()
                : path;
    }

    /**
     * Returns a folder as it is, that of the graph or description that was named, and the folder that a zip is unpacked to.
     *
     * @throws StencilException if it is none of these, saying what it is instead
     */
    public static Path root(Path path) {
        Path place = place(path);
        if (Files.isDirectory(place)) {
            return place;
        }
        if (!Files.isRegularFile(place)) {
            List<String> installed = ModelLibrary.names();
            throw StencilException.of(
                    "There is no model %s. Choose a folder that a model was saved to, a zip of one, or an installed model%s.",
                    path, installed.isEmpty() ? "" : ": " + String.join(", ", installed));
        }
        try {
            if (ForeignModel.format(place).equals(Optional.of(ForeignFormat.ONNX))) {
                return OnnxFile.folder(place);
            }
        } catch (IOException e) {
            throw FileTrouble.reading(place, e);
        }
        checkIsZip(place);
        return ModelZip.folder(place);
    }

    /**
     * Refuses a file that cannot be a zip of a model.
     *
     * @throws StencilException if it is none, saying what it is
     */
    public static void checkIsZip(Path file) {
        try {
            ForeignModel.refuse(file);
        } catch (IOException e) {
            throw FileTrouble.reading(file, e);
        }
    }

    private static Path graphFolder(Path folder, Path given) {
        if (Files.isRegularFile(folder.resolve(ModelNames.GRAPH))) {
            return folder;
        }
        try {
            List<Path> found = graphFolders(folder);
            if (found.size() == 1) {
                return found.get(0);
            }
            if (found.size() > 1) {
                throw StencilException.of(
                        "%s holds %d models (%s). Choose the folder of one of them, or a zip of it.",
                        given,
                        found.size(),
                        found.stream()
                                .map(each -> folder.relativize(each).toString().replace('\\', '/'))
                                .collect(Collectors.joining(", ")));
            }
            Path above = folder.toAbsolutePath().normalize().resolveSibling(ModelNames.GRAPH);
            if (Files.isRegularFile(above)) {
                throw StencilException.of(
                        "%s is a part of a TensorFlow SavedModel. Choose the folder above it, which holds %s.",
                        given, ModelNames.GRAPH);
            }
            List<Path> networks = OnnxFile.in(folder, DEEPEST + 1);
            if (networks.size() == 1) {
                return networks.get(0).resolveSibling("").normalize();
            }
            if (networks.size() > 1) {
                throw StencilException.of(
                        "%s holds %d ONNX models (%s). Choose one of these files.",
                        given,
                        networks.size(),
                        networks.stream()
                                .map(each -> folder.relativize(each).toString().replace('\\', '/'))
                                .collect(Collectors.joining(", ")));
            }
            Optional<StencilException> foreign = ForeignModel.inside(folder, given);
            if (foreign.isPresent()) {
                throw foreign.get();
            }
        } catch (IOException e) {
            throw FileTrouble.reading(given, e);
        }
        throw StencilException.of(
                "%s has no %s, so it is not a TensorFlow SavedModel. Choose the folder or zip that holds that file.",
                given, ModelNames.GRAPH);
    }

    /** Returns the folders with a graph that lie least deep. */
    private static List<Path> graphFolders(Path folder) throws IOException {
        for (int depth = 1; depth <= DEEPEST; depth++) {
            int level = folder.getNameCount() + depth + 1;
            try (Stream<Path> all = Files.find(
                    folder,
                    depth + 1,
                    (path, attributes) -> attributes.isRegularFile()
                            && path.getNameCount() == level
                            && path.endsWith(ModelNames.GRAPH),
                    FileVisitOption.FOLLOW_LINKS)) {
                List<Path> found = all.map(Path::getParent).sorted().toList();
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return List.of();
    }

    /** Returns whether the model is an ONNX file rather than a SavedModel. */
    public boolean onnx() {
        return !Files.isRegularFile(folder.resolve(ModelNames.GRAPH));
    }

    /** Returns the file with the model's graph. */
    public Path graph() {
        Path saved = folder.resolve(ModelNames.GRAPH);
        if (!onnx()) {
            return saved;
        }
        try {
            return OnnxFile.in(folder, 1).stream().findFirst().orElse(saved);
        } catch (IOException e) {
            throw FileTrouble.reading(given, e);
        }
    }

    /** Returns the files and folders, named from the model's folder on, that make what the model computes. */
    public List<String> parts() {
        if (!onnx()) {
            return List.of(ModelNames.GRAPH, "assets", ModelNames.VARIABLES);
        }
        List<String> parts = new ArrayList<>(List.of(String.valueOf(graph().getFileName())));
        parts.addAll(new TreeSet<>(OnnxModel.read(graph(), given).external()));
        return parts;
    }

    /** Returns the number of files and of bytes, those in folders included. */
    public long[] size() {
        try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            long[] size = {0, 0};
            all.filter(Files::isRegularFile).forEach(file -> {
                size[0]++;
                size[1] += file.toFile().length();
            });
            return size;
        } catch (IOException e) {
            throw FileTrouble.reading(given, e);
        }
    }
}
