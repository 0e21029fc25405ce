// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.store;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.github.stencil.FileTrouble;
import io.github.stencil.FolderTree;
import io.github.stencil.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Writes pieces into a folder, each under a temporary name first, so that none is ever seen in part. Safe for several
 * threads and processes that write different pieces.
 *
 * @param folder where pieces go
 * @param temporary a folder on the same disk for what is not whole yet
 */
public record StoreWriter(Path folder, Path temporary) {

    /**
     * Writes a piece from parts, one behind the other.
     *
     * @throws io.github.stencil.StencilException if it cannot be written
     */
    public void write(String key, List<byte[]> parts) {
        Path file = folder.resolve(key);
        Path part = temporary.resolve(UUID.randomUUID() + ".part");
        try {
            FolderTree.makeInner(temporary); // where the folder around it has gone, somebody is late
            WholeFile.write(file, part, made -> {
                write(made, parts);
                Files.createDirectories(Objects.requireNonNull(file.getParent()));
            });
        } catch (IOException e) {
            throw FileTrouble.writing(file, e);
        }
    }

    private static void write(Path part, List<byte[]> pieces) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (byte[] bytes : pieces) {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
            }
        }
    }

    /**
     * Writes a metadata file.
     *
     * @throws io.github.stencil.StencilException if it cannot be written
     */
    public void write(String key, JsonObject json) {
        String text = new GsonBuilder()
                .setPrettyPrinting()
                .serializeNulls()
                .serializeSpecialFloatingPointValues()
                .create()
                .toJson(json);
        write(key, List.of((text + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Takes a piece away, if it is there.
     *
     * @throws io.github.stencil.StencilException if it cannot be deleted
     */
    public void delete(String key) {
        FileTrouble.writing(folder.resolve(key), () -> Files.deleteIfExists(folder.resolve(key)));
    }
}
