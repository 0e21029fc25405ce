// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.trust;

import io.github.stencil.Digest;
import io.github.stencil.FileTrouble;
import io.github.stencil.model.file.ModelFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * SHA-256 over what a SavedModel runs: its graph, its variables and its assets, each with its name. Where it lies and what
 * describes it do not count, so that a copy or a zip of a model is the same model.
 */
public final class ModelHash {
    private ModelHash() {}

    /**
     * Reads a model's files.
     *
     * @param folder the folder that holds {@code saved_model.pb} or the only ONNX file
     * @return 64 hexadecimal digits
     */
    public static String of(Path folder) {
        try {
            Digest digest = new Digest();
            for (String part : new ModelFiles(folder, folder).parts()) {
                for (Path file : files(folder.resolve(part))) {
                    String name = folder.relativize(file).toString().replace('\\', '/');
                    digest.add(name + '\0'); // the name's end
                    digest.add(
                            ByteBuffer.allocate(Long.BYTES)
                                    .putLong(Files.size(file))
                                    .array(),
                            Long.BYTES);
                    digest.add(file);
                }
            }
            return digest.text();
        } catch (IOException e) {
            throw FileTrouble.reading(folder, e);
        }
    }

    private static List<Path> files(Path part) throws IOException {
        if (!Files.exists(part)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(part, FileVisitOption.FOLLOW_LINKS)) {
            List<Path> files = new ArrayList<>(all.filter(Files::isRegularFile).toList());
            files.sort(Comparator.comparing(file -> file.toString().replace('\\', '/')));
            return files;
        }
    }
}
