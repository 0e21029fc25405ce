// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageSink;
import io.github.stencil.image.PixelType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.RandomAccess;
import net.imglib2.type.numeric.RealType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Images in OME-Zarr stores: metadata, levels, labels, and what is seen while they grow. */
class OmeZarrTest {
    private static final ZarrLayout SMALL = new ZarrLayout(3, new Extent(16, 8, 1, 2, 1), new Extent(32, 32, 1, 2, 1));
    private static final ZarrLayout OLD = new ZarrLayout(2, new Extent(16, 8, 2, 1, 1), new Extent(16, 8, 2, 1, 1));

    @TempDir
    private Path folder;

    static Stream<Arguments> typesAndLayouts() {
        return Arrays.stream(PixelType.values())
                .flatMap(type -> Stream.of(SMALL, OLD, ZarrLayout.usual(), ZarrLayout.version2())
                        .map(layout -> Arguments.of(type, layout)));
    }

    private Path store() {
        return folder.resolve("cells.ome.zarr");
    }

    @ParameterizedTest
    @MethodSource("typesAndLayouts")
    void anImageThatIsWrittenRowByRowIsReadWithAllThatDescribesIt(PixelType type, ZarrLayout layout) {
        for (long seed = 0; seed < 6; seed++) {
            Random random = new Random(seed);
            Description image = OmeImages.describe(random, type, 60);
            Object pixels = OmeImages.pixels(random, type, (int) length(image.extent()));
            Path store = folder.resolve(seed + ".ome.zarr");
            try (ZarrContainer sink = ZarrContainer.create(store, image, layout)) {
                OmeImages.write(sink, pixels, 1 + random.nextInt(20));
                sink.finish();
            }
            AxisImage read = OmeZarr.open(store).wide();
            assertThat(OmeImages.same(OmeImages.all(read), pixels))
                    .as("seed %d", seed)
                    .isTrue();
            Description found = read.description();
            assertThat(found.title()).isEqualTo(seed + ".ome.zarr");
            assertThat(found.type()).isEqualTo(type);
            assertThat(found.extent()).isEqualTo(image.extent());
            assertThat(OmeImages.numbers(found.calibration())).isEqualTo(OmeImages.numbers(image.calibration()));
            assertThat(found.planeLabels()).isEqualTo(image.planeLabels());
            assertThat(found.composite()).isEqualTo(image.composite());
            for (int c = 0; c < image.luts().size(); c++) {
                assertThat(found.luts().get(c).min).isEqualTo(image.luts().get(c).min);
                assertThat(found.luts().get(c).max).isEqualTo(image.luts().get(c).max);
                assertThat(found.luts().get(c).getRGB(255))
                        .isEqualTo(image.luts().get(c).getRGB(255));
            }
        }
    }

    private static long length(Extent extent) {
        return extent.planePixels() * extent.planes();
    }

    @ParameterizedTest
    @EnumSource
    void everyBlockAndTheCellsHaveThePixelsThatWereWritten(PixelType type) {
        Random random = new Random(7);
        Description image = OmeImages.describe(random, type, 90);
        Object pixels = OmeImages.pixels(random, type, (int) length(image.extent()));
        try (ZarrContainer sink = ZarrContainer.create(store(), image, SMALL)) {
            OmeImages.write(sink, pixels, 7);
            sink.finish();
        }
        AxisImage read = OmeZarr.open(store()).wide();
        Extent extent = image.extent();
        long[] size = extent.interval().dimensionsAsLongArray();
        RandomAccess<? extends RealType<?>> access = read.pixels().randomAccess();
        for (int i = 0; i < 200; i++) {
            long[] min = new long[5];
            long[] max = new long[5];
            for (int d = 0; d < 5; d++) {
                min[d] = random.nextInt((int) size[d]);
                max[d] = min[d] + random.nextInt((int) (size[d] - min[d]));
            }
            Object block = read.copy(new FinalInterval(min, max));
            int plane = extent.plane((int) min[2], (int) min[3], (int) min[4]);
            double expected = type.get(pixels, (int) (plane * extent.planePixels() + min[1] * extent.width() + min[0]));
            assertThat(type.get(block, 0)).isEqualTo(expected);
            access.setPosition(min);
            assertThat(access.get().getRealDouble()).isEqualTo(expected);
        }
    }

    @Test
    void nobodySeesAnImageBeforeItIsFinished() throws IOException {
        Description image = Description.of("a", PixelType.UINT8, new Extent(600, 600, 1, 1, 1));
        try (ZarrContainer sink = ZarrContainer.create(store(), image, ZarrLayout.usual())) {
            sink.write(image.extent().interval(), new byte[600 * 600]);
            sink.flush();
            assertThatThrownBy(() -> OmeZarr.open(store()))
                    .isInstanceOf(StencilException.class)
                    .hasMessageContaining("no Zarr metadata");
            sink.finish();
        }
        assertThat(OmeZarr.open(store()).extent()).isEqualTo(image.extent());
        try (Stream<Path> files = Files.walk(store())) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.contains("part"));
        }
        assertThat(store().resolve(ContainerFiles.UNFINISHED)).doesNotExist();
    }

    @Test
    void anUnfinishedImageGoesWhenItIsGivenUp() {
        Description image = Description.of("a", PixelType.UINT8, new Extent(60, 60, 1, 1, 1));
        try (ZarrContainer sink = ZarrContainer.create(store(), image, ZarrLayout.usual())) {
            sink.write(image.extent().interval(), new byte[60 * 60]);
        }
        assertThat(store()).doesNotExist();
    }

    @Test
    void levelsOfSignedNumbersAreTheirMeansRoundedHalfUp() {
        Description image = Description.of("a", PixelType.INT16, new Extent(1026, 2, 1, 1, 1));
        short[] pixels = new short[2052];
        short[] corner = {-3, 5, -32_768, -32_768, -7, -7, 7, 32_767};
        for (int i = 0; i < 4; i++) {
            pixels[i] = corner[i];
            pixels[1026 + i] = corner[4 + i];
        }
        AxisImage original = memory(image, pixels);
        original.copyTo(OmeZarr.at(store(), store()), Progress.NONE);
        AxisImage half = OmeZarr.open(store(), 1);
        assertThat(half.type()).isEqualTo(PixelType.INT16);
        short[] means = (short[]) half.copy(half.extent().interval());
        assertThat(means[0]).isEqualTo((short) -3);
        assertThat(means[1]).isEqualTo((short) Math.floor((-32_768 * 2 + 7 + 32_767) / 4.0 + 0.5));
    }

    @Test
    void severalWritersFillOneContainerAndFinishItTwiceWithTheSameBytes() throws IOException {
        Random random = new Random(3);
        Description image = OmeImages.describe(random, PixelType.UINT16, 700);
        Object pixels = OmeImages.pixels(random, PixelType.UINT16, (int) length(image.extent()));
        AxisImage original = memory(image, pixels);
        ZarrLayout layout = new ZarrLayout(3, new Extent(64, 64, 1, 1, 1), new Extent(128, 128, 1, 1, 1));
        try (ZarrContainer first = ZarrContainer.create(store(), image, layout)) {
            first.keep();
        }
        List<Interval> blocks = new ArrayList<>();
        try (ZarrContainer one = ZarrContainer.resume(store(), "image");
                ZarrContainer other = ZarrContainer.resume(store(), "image")) {
            assertThat(OmeImages.numbers(one.description().calibration()))
                    .isEqualTo(OmeImages.numbers(image.calibration()));
            blocks.addAll(image.extent().blocks(one.grain()));
            Collections.shuffle(blocks, random);
            for (int i = 0; i < blocks.size(); i++) {
                (i % 2 == 0 ? one : other).write(blocks.get(i), original.copy(blocks.get(i)));
            }
            one.write(
                    blocks.get(0), original.copy(blocks.get(0))); // a block that was done before the process was killed
        }
        try (ZarrContainer last = ZarrContainer.resume(store(), "image")) {
            last.finish();
        }
        assertThat(OmeImages.same(OmeImages.all(OmeZarr.open(store())), pixels)).isTrue();
        Path whole = folder.resolve("whole.ome.zarr");
        try (ZarrContainer sink = ZarrContainer.create(whole, image, layout)) {
            sink.write(image.extent().interval(), pixels);
            sink.finish();
        }
        assertThat(contents(store())).isEqualTo(contents(whole));
    }

    private static AxisImage memory(Description image, Object pixels) {
        try (ImageSink sink = io.github.stencil.image.ImageStore.memory().create(image)) {
            sink.write(image.extent().interval(), pixels);
            return sink.finish();
        }
    }

    /** Returns each file with its bytes. */
    private static List<String> contents(Path store) throws IOException {
        List<String> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(store)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                all.add(store.relativize(file) + " " + Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return all;
    }

    @Test
    void coarserLevelsAreMeansOrTheMostFrequentLabels() {
        for (boolean labels : new boolean[] {false, true}) {
            Description image = Description.of("a", PixelType.UINT8, new Extent(1030, 3, 1, 2, 1))
                    .withLabels(labels);
            Random random = new Random(11);
            byte[] pixels = new byte[1030 * 3 * 2];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (byte) (labels ? random.nextInt(3) : random.nextInt());
            }
            Path store = folder.resolve(labels + ".zarr");
            try (ZarrContainer sink = ZarrContainer.create(store, image, ZarrLayout.usual())) {
                OmeImages.write(sink, pixels, 2);
                sink.finish();
            }
            AxisImage half = OmeZarr.open(store, 1);
            assertThat(half.extent()).isEqualTo(new Extent(515, 2, 1, 2, 1));
            byte[] found = (byte[]) OmeImages.all(half);
            for (int i = 0; i < found.length; i++) {
                int x = i % 515;
                int y = i / 515 % 2;
                int[] four = new int[4];
                for (int k = 0; k < 4; k++) {
                    int row = Math.min(2, 2 * y + k / 2);
                    four[k] = pixels[i / 1030 * 3090 + row * 1030 + 2 * x + k % 2] & 0xff;
                }
                int expected = labels
                        ? mostFrequent(four)
                        : (int) Math.floor(Arrays.stream(four).average().orElse(0) + 0.5);
                assertThat(found[i] & 0xff).isEqualTo(expected);
            }
            assertThat(half.description().labels()).isEqualTo(labels);
            assertThat(half.title()).isEqualTo(labels + "-1.ome.zarr");
            assertThatThrownBy(() -> OmeZarr.open(store, 3))
                    .hasMessageContaining("has 3 resolution levels, but level is 3. Give one from 0 to 2.");
        }
    }

    private static int mostFrequent(int[] four) {
        int best = 0;
        for (int i = 0; i < 4; i++) {
            if (count(four, four[i]) > count(four, four[best])) {
                best = i;
            }
        }
        return four[best];
    }

    private static long count(int[] four, int value) {
        return Arrays.stream(four).filter(each -> each == value).count();
    }

    @Test
    void aCoarserPixelLiesWhereTheFourFinerOnesLie() {
        Description image = Description.of("a", PixelType.UINT8, new Extent(1030, 1030, 1, 1, 1));
        var calibration = image.calibration();
        calibration.setUnit("\u00b5m");
        calibration.pixelWidth = 0.5;
        calibration.pixelHeight = 0.5;
        Description calibrated = new Description(
                "a", PixelType.UINT8, image.extent(), false, calibration, List.of(), List.of(), 0, false);
        try (ZarrContainer sink = ZarrContainer.create(store(), calibrated, ZarrLayout.usual())) {
            sink.finish();
        }
        var coarse = OmeZarr.open(store(), 2).description().calibration();
        assertThat(coarse.pixelWidth).isEqualTo(2);
        assertThat(coarse.getX(0)).isEqualTo(calibration.getX(1.5)); // the mean of pixels 0 to 3
        assertThat(coarse.getUnit()).isEqualTo("\u00b5m");
    }

    @Test
    void aLevelOrALabelImageIsNamedByItsPath() {
        Description image = Description.of("a", PixelType.UINT8, new Extent(1030, 20, 1, 1, 1));
        for (ZarrLayout layout : List.of(ZarrLayout.usual(), ZarrLayout.version2())) {
            Path store = folder.resolve(layout.version() + ".ome.zarr");
            try (ZarrContainer sink = ZarrContainer.create(store, image, layout)) {
                sink.finish();
            }
            Path labels = store.resolve("labels").resolve("nuclei");
            OmeZarr.checkInside(labels);
            Path part = store.resolve("labels").resolve("nuclei.part");
            try (ImageSink sink = OmeZarr.at(part, labels).create(image.withLabels(true))) {
                sink.finish();
                Files.move(part, labels);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            OmeZarr.enlist(labels);
            AxisImage found = OmeZarr.open(labels);
            assertThat(found.description().labels()).isTrue();
            assertThat(found.title()).isEqualTo(layout.version() + "-nuclei.ome.zarr");
            assertThat(OmeZarr.stem(labels)).isEqualTo(String.valueOf(layout.version()));
            assertThat(OmeZarr.open(store.resolve("1")).extent().width()).isEqualTo(515);
            assertThat(OmeZarr.open(labels.resolve("1")).extent().width()).isEqualTo(515);
            assertThatThrownBy(() -> OmeZarr.open(store.resolve("labels")))
                    .hasMessageContaining("label images: nuclei. Name one, such as");
            assertThatThrownBy(() -> OmeZarr.checkInside(store.resolve("other")))
                    .hasMessageContaining("only go to labels");
        }
    }

    @Test
    void aZipFileIsReadAsTheFolderItWasMadeFrom() throws IOException {
        Random random = new Random(5);
        Description image = OmeImages.describe(random, PixelType.UINT16, 100);
        Object pixels = OmeImages.pixels(random, PixelType.UINT16, (int) length(image.extent()));
        for (String name : List.of("cells.ome.zarr.zip", "cells.ozx")) {
            Path zip = folder.resolve(name);
            try (ImageSink sink = OmeZarr.at(folder.resolve("part"), zip).create(image)) {
                OmeImages.write(sink, pixels, 9);
                sink.finish();
            }
            Files.move(folder.resolve("part"), zip);
            AxisImage read = OmeZarr.open(zip);
            assertThat(OmeImages.same(OmeImages.all(read), pixels)).isTrue();
            assertThat(OmeImages.numbers(read.description().calibration()))
                    .isEqualTo(OmeImages.numbers(image.calibration()));
            assertThat(OmeZarr.open(zip.resolve("0")).extent()).isEqualTo(image.extent());
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).hasSize(2);
        }
    }

    @Test
    void whatImageJCannotShowIsRefusedWithTheLevelThatFits() {
        Description image = Description.of("a", PixelType.UINT16, new Extent(100_000, 100_000, 1, 1, 1));
        try (ZarrContainer sink = ZarrContainer.create(store(), image, ZarrLayout.usual())) {
            sink.keep();
        }
        ContainerFiles.open(store()).publish();
        AxisImage large = OmeZarr.open(store());
        assertThat((short[]) large.copy(large.extent().rows(99_999, 99_999, 0, 0, 0, 0)))
                .hasSize(100_000);
        assertThatThrownBy(() -> large.imagePlus().getProcessor())
                .hasMessageContaining("100,000 x 100,000 pixels, more than ImageJ can show")
                .hasMessageContaining("Open level 2")
                .hasMessageContaining("25,000 x 25,000");
    }

    @Test
    void labelsBeyondWhatFloatsTellApartAreExactAndRefusedWhereImageJWouldRoundThem() {
        Description image =
                Description.of("a", PixelType.UINT32, new Extent(3, 1, 1, 1, 1)).withLabels(true);
        int[] ids = {16_777_216, 16_777_217, -1};
        try (ZarrContainer sink = ZarrContainer.create(store(), image, ZarrLayout.usual())) {
            sink.write(image.extent().interval(), ids);
            sink.finish();
        }
        AxisImage read = OmeZarr.open(store());
        assertThat((int[]) OmeImages.all(read)).isEqualTo(ids);
        AxisImage shown = AxisImage.of(read.imagePlus());
        assertThat(shown.type()).isEqualTo(PixelType.FLOAT32);
        assertThat((float[]) shown.copy(
                        shown.extent().rows(0, 0, 0, 0, 0, 0).dimension(0) == 3
                                ? new FinalInterval(new long[5], new long[5])
                                : shown.extent().interval()))
                .containsExactly(16_777_216f);
        assertThatThrownBy(() -> shown.copy(shown.extent().interval()))
                .hasMessageContaining("16,777,217")
                .hasMessageContaining("16,777,216 only");
        assertThat((int[]) OmeImages.all(shown)).isEqualTo(ids);
    }
}
