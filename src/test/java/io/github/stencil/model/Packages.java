// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes bioimage.io packages for tests. */
public final class Packages {
    private Packages() {}

    /** Writes a description of a 2D model [b, y, x, c] beside its weights. */
    public static void describe(Path folder, String format, List<String> before, List<String> after, String more) {
        boolean named = format.startsWith("0.5");
        String axes = named
                ? "[{type: batch}, {type: space, id: y, size: {min: 1, step: 1}}, {type: space, id: x, size: {min: 1, step: 1}},"
                        + " {type: channel, channel_names: [one, two]}]"
                : "byxc";
        write(folder, """
                type: model
                format_version: %s
                name: A test
                license: CC0-1.0
                inputs:
                - %s
                  axes: %s
                  preprocessing: [%s]
                outputs:
                - %s
                  axes: %s
                  postprocessing: [%s]
                weights:
                  pytorch_state_dict: {source: weights.pt}
                  tensorflow_saved_model_bundle: {source: weights, tensorflow_version: 2.18.0}
                %s
                """.formatted(
                        format,
                        named ? "id: in" : "name: in",
                        axes,
                        String.join(", ", before),
                        named ? "id: out" : "name: out",
                        axes,
                        String.join(", ", after),
                        more));
    }

    static void write(Path folder, String description) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("rdf.yaml"), description);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a step as both kinds of format write it. */
    static String step(String format, String name, String options) {
        return "{%s: %s, kwargs: {%s}}".formatted(format.startsWith("0.5") ? "id" : "name", name, options);
    }

    /** Zips a folder's content. */
    public static Path zip(Path folder, Path zip) {
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(
                        new ZipEntry(folder.relativize(file).toString().replace('\\', '/')));
                entries.write(Files.readAllBytes(file));
            }
            return zip;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes an entry of a zip a symbolic link, as Info-ZIP's {@code zip --symlinks} writes one. */
    static void makeLink(byte[] zip, String name) {
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + 46 + name.length() <= zip.length; at++) {
            if (bytes.getInt(at) == 0x02014b50
                    && new String(zip, at + 46, bytes.getShort(at + 28), StandardCharsets.UTF_8).equals(name)) {
                bytes.put(at + 5, (byte) 3); // made on Unix
                bytes.putInt(at + 38, 0120777 << 16);
                return;
            }
        }
        throw new AssertionError("The zip has no " + name);
    }

    /** Returns a zip with a comment at its end. */
    static byte[] withComment(byte[] zip, String comment) {
        byte[] text = comment.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(zip.length + text.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(zip).put(text).putShort(zip.length - 2, (short) text.length);
        return bytes.array();
    }

    /** Returns a zip with something in front, as self-extracting ones have. */
    public static byte[] behind(String text, byte[] zip) {
        byte[] first = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(first.length + zip.length)
                .put(first)
                .put(zip)
                .array();
    }
}
