// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.stencil.image.AxisImage;
import io.github.stencil.zarr.OmeZarr;
import io.github.stencil.zarr.codec.Gzip;
import io.github.stencil.zarr.store.FolderStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import net.imglib2.FinalInterval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arrays as other programs write them: fill values, names of chunks, small blocks, and sizes that are absurd. */
class OddArraysTest {
    @TempDir
    private Path folder;

    private ZarrArray array(String name, String json) throws IOException {
        Files.writeString(folder.resolve(name), json);
        return Objects.requireNonNull(
                Objects.requireNonNull(Node.read(new FolderStore(folder), "")).array());
    }

    @ParameterizedTest
    @CsvSource({
        "i1, -5, -5",
        "i2, -300, -300",
        "i4, -70000, -70000",
        "i8, -5000000000, -5000000000",
        "u8, 18446744073709551615, -1",
        "u2, 65535, -1",
        "f4, -2.5, -2.5",
        "f8, 1e300, 1e300",
        "f4, \"NaN\", NaN",
        "f8, \"-Infinity\", -Infinity",
        "f4, -0.0, -0.0",
        "f8, null, 0.0",
        "u1, null, 0"
    })
    void chunksThatAreNotStoredHoldTheFillValueInBothByteOrders(String type, String fill, String number)
            throws IOException {
        for (String order : List.of("<", ">")) {
            ZarrArray array = array(".zarray", """
                    {"zarr_format":2,"shape":[3,3],"chunks":[2,2],"dtype":"%s%s","compressor":null,"filters":null,
                    "fill_value":%s,"order":"F"}
                    """.formatted(order, type, fill));
            Object values = array.metadata().type().createArray(9);
            array.copy(
                    new Box(new long[2], 3, 3),
                    values,
                    ArrayWriter.steps(3, 3),
                    bytes -> ChunkValues.of(bytes, array.metadata().type()));
            for (int i = 0; i < 9; i++) {
                assertThat(String.valueOf(java.lang.reflect.Array.get(values, i)))
                        .isEqualTo(number.equals("1e300") ? "1.0E300" : number);
            }
        }
    }

    @Test
    void aFillValueInHexadecimalKeepsItsBits() throws IOException {
        ZarrArray array = array("zarr.json", """
                {"zarr_format":3,"node_type":"array","shape":[2],"data_type":"float32","fill_value":"0x7fc0abcd",
                "chunk_grid":{"name":"regular","configuration":{"chunk_shape":[2]}},
                "chunk_key_encoding":{"name":"default"},"codecs":[{"name":"bytes","configuration":{"endian":"big"}}]}
                """);
        assertThat(Fixtures.read(array)).containsExactly(0xcd, 0xab, 0xc0, 0x7f, 0xcd, 0xab, 0xc0, 0x7f);
    }

    @ParameterizedTest // as the specification of the chunk key encodings gives them
    @CsvSource({"true, /, c/1/23/45", "true, ., c.1.23.45", "false, ., 1.23.45", "false, /, 1/23/45"})
    void chunksAreCalledAsTheSpecificationSays(boolean prefixed, String separator, String name) {
        assertThat(new KeyStyle(prefixed, separator).key(1, 23, 45)).isEqualTo(name);
    }

    @Test
    void aVersion3ArrayMayHaveChunksThatAreCalledAsInVersion2() throws IOException {
        for (String key :
                List.of("{\"name\":\"v2\"}", "{\"name\":\"default\",\"configuration\":{\"separator\":\".\"}}")) {
            ZarrArray array = array("zarr.json", """
                    {"zarr_format":3,"node_type":"array","shape":[2,2],"data_type":"uint8","fill_value":0,
                    "chunk_grid":{"name":"regular","configuration":{"chunk_shape":[2,1]}},
                    "chunk_key_encoding":%s,"codecs":[{"name":"bytes"}]}
                    """.formatted(key));
            Files.write(folder.resolve(key.contains("v2") ? "0.1" : "c.0.1"), new byte[] {7, 8});
            assertThat(Fixtures.read(array)).containsExactly(0, 7, 0, 8);
        }
    }

    @Test
    void anAxisThatIsNamedTwiceIsRefused() throws IOException {
        Files.writeString(folder.resolve("zarr.json"), """
                {"zarr_format":3,"node_type":"array","shape":[2,2,2],"data_type":"uint8","fill_value":0,
                "chunk_grid":{"name":"regular","configuration":{"chunk_shape":[2,2,2]}},
                "dimension_names":["y","x","x"],
                "chunk_key_encoding":{"name":"default"},"codecs":[{"name":"bytes"}]}
                """);
        assertThatThrownBy(() -> OmeZarr.open(folder)).hasMessageContaining("has two axes \"x\". Restore it.");
    }

    /** A list of all of them would fill the memory, so a box with many is read in slabs. */
    @Test
    void aBoxOfManyTinyChunksIsReadToItsLastOne() throws IOException {
        ZarrArray array = array(".zarray", """
                {"zarr_format":2,"shape":[40,1700],"chunks":[1,1],"dtype":"|u1","compressor":null,"filters":null,
                "fill_value":0,"order":"C"}
                """);
        for (String chunk : List.of("0.0", "7.849", "7.850", "39.1699")) {
            Files.write(folder.resolve(chunk), new byte[] {7});
        }
        byte[] values = new byte[39 * 1699];
        array.copy(
                new Box(new long[] {1, 1}, 39, 1699),
                values,
                ArrayWriter.steps(39, 1699),
                bytes -> ChunkValues.of(bytes, array.metadata().type()));
        assertThat(IntStream.range(0, values.length).filter(i -> values[i] != 0))
                .containsExactly(6 * 1699 + 848, 6 * 1699 + 849, 38 * 1699 + 1698);
    }

    @Test
    void moreChunksThanCanBeCountedAreRefused() {
        assertThatThrownBy(() -> array("zarr.json", """
                                {"zarr_format":3,"node_type":"array","shape":[2147483647,2147483647,1],
                                "data_type":"uint8","fill_value":0,
                                "chunk_grid":{"name":"regular","configuration":{"chunk_shape":[1,1,4096]}},
                                "chunk_key_encoding":{"name":"default"},
                                "codecs":[{"name":"sharding_indexed","configuration":{"chunk_shape":[1,1,1],
                                "codecs":[{"name":"bytes"}],"index_codecs":[{"name":"bytes"}]}}]}
                                """))
                .hasMessageContaining("shards of [1, 1, 4096], each a file, too many for any disk");
    }

    @Test
    void aLabelOf64BitsIsNamedAsItIsStored() throws IOException {
        array(".zarray", """
                {"zarr_format":2,"shape":[1,1],"chunks":[1,1],"dtype":"<u8","compressor":null,"filters":null,
                "fill_value":18446744073709551615,"order":"C"}
                """);
        AxisImage image = OmeZarr.open(folder);
        assertThatThrownBy(() -> image.copy(new FinalInterval(1, 1, 1, 1, 1)))
                .hasMessageContaining("has the value 18446744073709551615, but labels");
    }

    @Test
    void gzipThatWasWrittenInSmallStoredBlocksIsRead() throws Exception {
        byte[] plain = new byte[1 << 16];
        new Random(2).nextBytes(plain);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes, 512, true) {
            {
                def.setLevel(Deflater.NO_COMPRESSION);
            }
        }) {
            for (int at = 0; at < plain.length; at += 512) {
                out.write(plain, at, 512);
                out.flush();
            }
        }
        Gzip gzip = new Gzip(0, false);
        assertThat((long) bytes.size()).isGreaterThan(plain.length + 1200L).isLessThan(gzip.mostEncoded(plain.length));
        assertThat(gzip.decode(bytes.toByteArray(), bytes.size(), plain.length)).isEqualTo(plain);
    }
}
