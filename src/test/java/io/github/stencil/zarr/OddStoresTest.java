// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.measure.Calibration;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageSink;
import io.github.stencil.image.PixelType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.imglib2.FinalInterval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores as other programs and systems make them: zip files, what is left out, what is damaged. */
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

    private static void edit(Path file, String what, String by) throws IOException {
        String text = Files.readString(file).replaceAll("\\s+", "");
        assertThat(text).contains(what);
        Files.writeString(file, text.replace(what, by));
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
}
