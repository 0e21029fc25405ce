// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.file;

import io.github.stencil.FileTrouble;
import io.github.stencil.StencilException;
import io.github.stencil.TemporaryFolder;
import io.github.stencil.model.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** ONNX files, each of which is a model with the files of weights that it names. */
final class OnnxFile {
    private static final String END = ".onnx";
    private static final Map<Copied, TemporaryFolder> COPIED = new ConcurrentHashMap<>();

    /** A file at a time. */
    private record Copied(Path file, long modified, long size) {}

    private OnnxFile() {}

    /** Returns whether a file says by its name that it is one. */
    static boolean named(Path file) {
        return String.valueOf(file.getFileName()).endsWith(END);
    }

    /**
     * Returns a folder with nothing but a file and the files that it names, which is deleted when the process ends: what lies
     * beside it is nobody's business, and what was checked cannot change before it runs.
     *
     * @throws StencilException if it is no network that only computes
     */
    static Path folder(Path file) {
        try {
            Copied key = new Copied(
                    file.toAbsolutePath().normalize(),
                    Files.getLastModifiedTime(file).toMillis(),
                    Files.size(file));
            TemporaryFolder known = COPIED.get(key);
            if (known != null && Files.isDirectory(known.path())) {
                return known.path();
            }
            OnnxModel model = OnnxModel.read(file, file);
            TemporaryFolder folder = TemporaryFolder.create("model");
            try {
                Files.copy(file, folder.path().resolve(named(file) ? name(file) : name(file) + END));
                for (String weights : model.external()) {
                    String inside = weights.replace('\\', '/');
                    Path to = folder.path().resolve(inside).normalize();
                    Files.createDirectories(to.resolveSibling("").normalize());
                    Files.copy(file.toAbsolutePath().resolveSibling(inside), to);
                }
            } catch (IOException e) {
                folder.close();
                throw e;
            }
            COPIED.put(key, folder);
            return folder.path();
        } catch (IOException e) {
            throw StencilException.of(
                    e,
                    "%s cannot be copied into the temporary folder (%s). Make room there, or give Java another folder with -Djava.io.tmpdir=FOLDER.",
                    file,
                    FileTrouble.why(e));
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** Returns the ONNX files in a folder and those within it. */
    static List<Path> in(Path folder, int depth) throws IOException {
        try (Stream<Path> all = Files.find(
                folder,
                depth,
                (path, attributes) -> attributes.isRegularFile() && named(path),
                FileVisitOption.FOLLOW_LINKS)) {
            return all.sorted().toList();
        }
    }
}
