package io.github.stencil.zarr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.measure.Calibration;
import io.github.stencil.axes.AxisImage;
import io.github.stencil.axes.Description;
import io.github.stencil.axes.Extent;
import io.github.stencil.axes.ImageSink;
import io.github.stencil.axes.PixelType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.imglib2.FinalInterval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores as other programs and systems make them: fill values, names of chunks, zip files, what is left out. */
class OddStoresTest {
    private static final Extent EXTENT = new Extent(600, 40, 1, 1, 1);

    @TempDir
    private Path folder;

    private Path write(Description image) {
        Path store = folder.resolve("cells.ome.zarr");
        try (ZarrContainer sink = ZarrContainer.create(store, image, ZarrLayout.usual())) {
            byte[] pixels = new byte[600 * 40];
            new Random(1).nextBytes(pixels);
            sink.write(EXTENT.interval(), pixels);
            sink.finish();
        }
        return store;
    }

    private Path write() {
        return write(Description.of("a", PixelType.UINT8, EXTENT));
    }

    private ZarrArray array(String name, String json) throws IOException {
        Files.writeString(folder.resolve(name), json);
        return Objects.requireNonNull(
                Objects.requireNonNull(Node.read(new FolderStore(folder), "")).array());
    }

    private static void edit(Path file, String what, String by) throws IOException {
        String text = Files.readString(file).replaceAll("\\s+", "");
        assertThat(text).contains(what);
        Files.writeString(file, text.replace(what, by));
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
                    bytes -> Values.of(bytes, array.metadata().type()));
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

    @ParameterizedTest
    @ValueSource(strings = {"", "cells.ome.zarr/"})
    void aZipFileMayBeCompressedAndHaveTheStoreInAFolderBesideWhatMacOsAdds(String prefix) throws IOException {
        Path store = write();
        Path zip = folder.resolve("b.ome.zarr.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
                Stream<Path> files = Files.walk(store)) {
            out.putNextEntry(new ZipEntry("__MACOSX/._cells.ome.zarr"));
            out.putNextEntry(new ZipEntry(".DS_Store"));
            for (Path file : files.toList()) {
                String name = prefix + store.relativize(file).toString();
                if (Files.isDirectory(file)) {
                    out.putNextEntry(new ZipEntry(name + "/"));
                } else {
                    out.putNextEntry(new ZipEntry(name));
                    Files.copy(file, out);
                }
            }
        }
        assertThat(OmeZarr.open(zip).copy(EXTENT.interval()))
                .isEqualTo(OmeZarr.open(store).copy(EXTENT.interval()));
        assertThat(OmeZarr.open(zip.resolve("1")).extent().width()).isEqualTo(300);
    }

    @Test
    void aZipFileMayHaveMoreEntriesThanTheOldFormCounts() throws IOException {
        Path zip = folder.resolve("many.ozx");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.setMethod(ZipOutputStream.STORED);
            entry(out, ".zarray", """
                    {"zarr_format":2,"shape":[300,300],"chunks":[1,1],"dtype":"|u1","compressor":null,"filters":null,
                    "fill_value":0,"order":"C"}
                    """.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            for (int i = 0; i < 70_000; i++) {
                entry(out, i / 300 + "." + i % 300, (byte) i);
            }
        }
        byte[] last = (byte[]) OmeZarr.open(zip)
                .copy(new FinalInterval(new long[] {99, 233, 0, 0, 0}, new long[] {100, 233, 0, 0, 0}));
        assertThat(last).containsExactly((byte) 69_999, 0);
    }

    private static void entry(ZipOutputStream out, String name, byte... bytes) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setSize(bytes.length);
        entry.setCrc(checksum.getValue());
        out.putNextEntry(entry);
        out.write(bytes);
    }

    @Test
    void nothingIsLeftOfAZipFileThatCannotBePacked() throws IOException {
        Path part = folder.resolve("part");
        try (ImageSink sink =
                OmeZarr.at(part, folder.resolve("a.ozx")).create(Description.of("a", PixelType.UINT8, EXTENT))) {
            sink.write(EXTENT.interval(), new byte[600 * 40]);
            Files.createDirectory(part); // in the way
            assertThatThrownBy(sink::finish).hasMessageContaining("part could not be written");
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.filter(path -> !path.equals(part))).isEmpty();
        }
    }

    @Test
    void aDamagedCoarserLevelDoesNotHinderTheFinest() throws IOException {
        Path store = write();
        Files.writeString(store.resolve("1/zarr.json"), "{");
        assertThat(OmeZarr.open(store).copy(EXTENT.interval())).isInstanceOf(byte[].class);
        assertThatThrownBy(() -> OmeZarr.open(store, 1)).hasMessageContaining("1/zarr.json is not valid JSON");
    }

    @Test
    void adviceOnAPlaneThatIsTooLargeLeavesOutDamagedLevels() throws IOException {
        Path store = folder.resolve("large.ome.zarr");
        Description image = Description.of("a", PixelType.UINT8, new Extent(100_000, 100_000, 1, 1, 1));
        try (ZarrContainer sink = ZarrContainer.create(store, image, ZarrLayout.usual())) {
            sink.keep();
        }
        ContainerFiles.open(store).publish();
        Files.writeString(store.resolve("2/zarr.json"), "{");
        assertThatThrownBy(() -> OmeZarr.open(store).imagePlus().getProcessor()).hasMessageContaining("Open level 3");
    }

    @Test
    void aLevelBelowTheFinestIsRefused() {
        Path store = write();
        assertThatThrownBy(() -> OmeZarr.open(store, -1))
                .hasMessageContaining("has 2 resolution levels, but level is -1. Give one from 0 to 1.");
    }

    @Test
    void anOriginThatIsNoNumberIsLeftOut() {
        Calibration calibration = new Calibration();
        calibration.xOrigin = Double.NaN;
        calibration.yOrigin = Double.POSITIVE_INFINITY;
        Path store = write(
                new Description("a", PixelType.UINT8, EXTENT, false, calibration, List.of(), List.of(), 0, false));
        Calibration read = OmeZarr.open(store).description().calibration();
        assertThat(read.xOrigin).isZero();
        assertThat(read.yOrigin).isZero();
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

    @Test
    void moreChunksThanCanBeCountedAreRefused() {
        assertThatThrownBy(() -> array("zarr.json", """
                                {"zarr_format":3,"node_type":"array","shape":[2147483647,2147483647,1],
                                "data_type":"uint8","fill_value":0,
                                "chunk_grid":{"name":"regular","configuration":{"chunk_shape":[1,1,4096]}},
                                "chunk_key_encoding":{"name":"default"},
                                "codecs":[{"name":"sharding_indexed","configuration":{"chunk_shape":[1,1,1],
                                "codecs":[{"name":"bytes"}],"index_codecs":[{"name":"bytes"}]}}]}
                                """)).hasMessageContaining("chunks, too many to count");
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
    void anImageAloneInTheLayoutForSeveralIsOpened() throws IOException {
        Path store = write();
        Path several = Files.createDirectory(folder.resolve("several.zarr"));
        Files.move(store, several.resolve("0"));
        for (String attributes : List.of(
                "{\"ome\":{\"version\":\"0.5\",\"bioformats2raw.layout\":3}}", "{\"bioformats2raw.layout\":3}")) {
            Files.writeString(
                    several.resolve("zarr.json"),
                    "{\"zarr_format\":3,\"node_type\":\"group\",\"attributes\":" + attributes + "}");
            assertThat(OmeZarr.open(several).extent()).isEqualTo(EXTENT);
        }
    }

    @Test
    void whatOthersWroteOfLabelImagesIsKept() throws IOException {
        Path store = write();
        Path labels = Files.createDirectory(store.resolve("labels"));
        Files.writeString(labels.resolve("zarr.json"), """
                {"zarr_format":3,"node_type":"group",
                "attributes":{"mine":1,"ome":{"version":"0.5","labels":["old"],"other":[2]}}}
                """);
        try (ImageSink sink = OmeZarr.at(labels.resolve("new"), labels.resolve("new"))
                .create(Description.of("a", PixelType.UINT8, EXTENT).withLabels(true))) {
            sink.finish();
        }
        OmeZarr.enlist(labels.resolve("new"));
        assertThat(Files.readString(labels.resolve("zarr.json")).replaceAll("\\s+", ""))
                .contains("\"mine\":1")
                .contains("\"labels\":[\"old\",\"new\"]")
                .contains("\"other\":[2]");
    }

    @Test
    void aChannelWithAColourButNoWindowIsShownOverAllItsValues() throws IOException {
        Path store = write();
        edit(
                store.resolve("zarr.json"),
                "\"multiscales\":",
                "\"omero\":{\"channels\":[{\"color\":\"00FF00\"}]},\"multiscales\":");
        var lut = OmeZarr.open(store).description().luts().get(0);
        assertThat(lut.getRGB(255)).isEqualTo(0xff00ff00);
        assertThat(lut.min).isZero();
        assertThat(lut.max).isEqualTo(255);
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
