// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.array;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.github.stencil.zarr.codec.DataType;
import io.github.stencil.zarr.store.FolderStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Arrays that TensorStore wrote, with the values it reads back, where the folder with them is beside the project. */
public final class Fixtures {
    static final Path FOLDER = Path.of("..", "shared", "zarr");

    private Fixtures() {}

    static void assumeThere() {
        assumeTrue(
                Files.isRegularFile(FOLDER.resolve("index.json")),
                "There is no ../shared/zarr with other programs' arrays");
    }

    /** One array. */
    record Fixture(String store, String path) {
        Path folder() {
            return path.equals(".")
                    ? FOLDER.resolve(store)
                    : FOLDER.resolve(store).resolve(path);
        }

        /** The values, in C order and with the lowest byte first. */
        byte[] expected() {
            String name = path.equals(".") ? store : store + "." + path;
            try {
                byte[] npy = Files.readAllBytes(FOLDER.resolve(name + ".expected.npy"));
                int header = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN).getShort(8) + 10;
                String text = new String(npy, 0, header, StandardCharsets.ISO_8859_1);
                byte[] values = java.util.Arrays.copyOfRange(npy, header, npy.length);
                return text.contains("'>") ? swapped(values, text.charAt(text.indexOf("'>") + 3) - '0') : values;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static byte[] swapped(byte[] values, int size) {
            byte[] swapped = new byte[values.length];
            for (int i = 0; i < values.length; i++) {
                swapped[i] = values[i / size * size + size - 1 - i % size];
            }
            return swapped;
        }

        ZarrArray open() {
            return Objects.requireNonNull(Objects.requireNonNull(Node.read(new FolderStore(folder()), ""))
                    .array());
        }

        @Override
        public String toString() {
            return store + (path.equals(".") ? "" : "/" + path);
        }
    }

    static List<Fixture> all() {
        List<Fixture> all = new ArrayList<>();
        if (!Files.isRegularFile(FOLDER.resolve("index.json"))) {
            return List.of(new Fixture("none", "."));
        }
        try {
            JsonArray index = JsonParser.parseString(Files.readString(FOLDER.resolve("index.json")))
                    .getAsJsonArray();
            for (JsonElement each : index) {
                String name = each.getAsJsonObject().get("name").getAsString();
                String array = each.getAsJsonObject().get("array").getAsString();
                for (String path : array.split(" and ")) {
                    all.add(new Fixture(name, path));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    /** Reads all of an array, in C order and with the lowest byte first. */
    public static byte[] read(ZarrArray array) {
        ArrayMetadata metadata = array.metadata();
        int[] size =
                metadata.grid().shape().stream().mapToInt(Integer::intValue).toArray();
        Box all = new Box(new long[size.length], size);
        Object values = metadata.type().createArray((int) all.numbers());
        array.copy(all, values, ArrayWriter.steps(size), bytes -> ChunkValues.of(bytes, metadata.type()));
        return bytes(values, metadata.type());
    }

    /** Returns an array's numbers as bytes, the lowest first. */
    static byte[] bytes(Object values, DataType type) {
        int length = java.lang.reflect.Array.getLength(values);
        ByteBuffer bytes = ByteBuffer.allocate(length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        Lines.of(bytes, type).put(values, 0, 1, length);
        return bytes.array();
    }

    /** Returns bytes, the lowest first, as an array of numbers. */
    static Object values(byte[] bytes, DataType type) {
        int length = bytes.length / type.bytes();
        Object values = type.createArray(length);
        ChunkValues.of(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), type)
                .copy(0, 1, values, 0, 1, length);
        return values;
    }
}
