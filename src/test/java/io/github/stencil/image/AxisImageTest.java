// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import static io.github.stencil.image.TestImages.assertBlocksEqualPixels;
import static io.github.stencil.image.TestImages.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.io.FileSaver;
import io.github.stencil.StencilException;
import io.github.stencil.image.file.TiffImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.cell.CellImgFactory;
import net.imglib2.img.planar.PlanarImgs;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AxisImageTest {

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 32})
    void pixelsAreTheArraysOfTheStack(int bits) {
        ImagePlus image = random(new Random(1), bits, 7, 5, 2, 3, 2);
        AxisImage view = AxisImage.of(image);
        image.getStack().getProcessor(image.getStackIndex(2, 3, 1)).setf(4, 1, 77);
        assertThat(view.pixels().getAt(4, 1, 1, 2, 0).getRealDouble()).isEqualTo(77);
        view.pixels().getAt(6, 4, 0, 1, 1).setReal(99);
        assertThat(image.getStack().getProcessor(image.getStackIndex(1, 2, 2)).getf(6, 4))
                .isEqualTo(99);
        Object copied = view.copy(new FinalInterval(new long[] {6, 4, 0, 1, 1}, new long[] {6, 4, 0, 1, 1}));
        assertThat(view.type().get(copied, 0)).isEqualTo(99);
    }

    @Test
    void aSinglePlaneIsAliasedToo() {
        ImagePlus image = random(new Random(1), 8, 7, 5, 1, 1, 1);
        AxisImage view = AxisImage.of(image);
        view.pixels().getAt(3, 2, 0, 0, 0).setReal(201);
        assertThat(image.getProcessor().get(3, 2)).isEqualTo(201);
        image.getProcessor().set(0, 0, 17);
        assertThat(view.pixels().getAt(0, 0, 0, 0, 0).getRealDouble()).isEqualTo(17);
    }

    @Test
    void anRgbImageHasThreeChannelsThatShowItsPixels() {
        ImagePlus image = random(new Random(2), 24, 6, 5, 1, 2, 3);
        AxisImage view = AxisImage.of(image);
        assertThat(view.extent()).isEqualTo(new Extent(6, 5, 3, 2, 3));
        assertThat(view.type()).isEqualTo(PixelType.UINT8);
        image.getStack().getProcessor(image.getStackIndex(1, 2, 3)).set(5, 4, 0xff102030);
        for (int c = 0; c < 3; c++) {
            assertThat(view.pixels().getAt(5, 4, c, 1, 2).getRealDouble()).isEqualTo(0x10 * (c + 1));
        }
        view.pixels().getAt(5, 4, 1, 1, 2).setReal(0xee);
        assertThat(image.getStack().getProcessor(image.getStackIndex(1, 2, 3)).get(5, 4) & 0xffffff)
                .isEqualTo(0x10ee30);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 24, 32})
    void axesComeInTheOrderXyczt(int bits) {
        ImagePlus image = random(new Random(bits), bits, 5, 4, bits == 24 ? 1 : 3, 2, 2);
        AxisImage view = AxisImage.of(image);
        assertThat(view.pixels().dimensionsAsLongArray()).containsExactly(5, 4, 3, 2, 2);
        for (int[] p : new int[][] {{0, 0, 0, 0, 0}, {4, 3, 2, 1, 1}, {1, 2, 1, 0, 1}, {3, 0, 2, 1, 0}}) {
            assertThat(view.pixels().getAt(p[0], p[1], p[2], p[3], p[4]).getRealDouble())
                    .as(Arrays.toString(p))
                    .isEqualTo(TestImages.value(image, p[0], p[1], p[2], p[3], p[4]));
        }
    }

    @ParameterizedTest
    @CsvSource({"8, 1", "8, 2", "16, 3", "24, 4", "32, 5"})
    void blocksOfAnOpenImageEqualItsPixels(int bits, long seed) {
        ImagePlus image = random(new Random(seed), bits, 9, 7, bits == 24 ? 1 : 2, 3, 2);
        assertBlocksEqualPixels(AxisImage.of(image), new Random(seed), bits + " bits, seed " + seed);
    }

    @ParameterizedTest
    @CsvSource({"8, 1", "16, 2", "24, 3", "32, 4"})
    void blocksOfAVirtualImageEqualItsPixels(int bits, long seed) {
        ImagePlus image = CountingStack.over(random(new Random(seed), bits, 9, 7, bits == 24 ? 1 : 2, 3, 2));
        AxisImage view = AxisImage.of(image);
        assertBlocksEqualPixels(view, new Random(seed), bits + " bits, seed " + seed);
        for (long x = 0; x < 9; x++) {
            assertThat(view.pixels().getAt(x, 6, 1, 2, 1).getRealDouble())
                    .isEqualTo(TestImages.value(image, x, 6, 1, 2, 1));
        }
    }

    @ParameterizedTest
    @CsvSource({"8, 1", "16, 2", "32, 3"})
    void blocksOfAFileEqualItsPixels(int bits, long seed, @TempDir Path folder) {
        ImagePlus image = random(new Random(seed), bits, 9, 7, 2, 3, 2);
        Path file = folder.resolve("image.tif");
        assertThat(new FileSaver(image).saveAsTiff(file.toString())).isTrue();
        AxisImage view = AxisImage.of(Objects.requireNonNull(TiffImage.open(file)));
        assertBlocksEqualPixels(view, new Random(seed), bits + " bits, seed " + seed);
        assertThat(view.pixels().getAt(8, 6, 1, 2, 1).getRealDouble())
                .isEqualTo(TestImages.value(image, 8, 6, 1, 2, 1));
    }

    @ParameterizedTest
    @CsvSource({"CXY, 1", "TYX, 2", "XY, 3", "YX, 4", "ZCTYX, 5", "XYT, 6", "YXZC, 7", "tczyx, 8", "XYZ, 9", "CYXT, 10"
    })
    void anyOrderOfAxesIsBroughtIntoOurs(String axes, long seed) {
        Random random = new Random(seed);
        long[] sizes = random.longs(axes.length(), 2, 6).toArray();
        for (RandomAccessibleInterval<?> pixels : images(random, sizes)) {
            check(axes, seed, pixels);
        }
    }

    private static <T extends RealType<T> & NativeType<T>> void check(
            String axes, long seed, RandomAccessibleInterval<?> any) {
        @SuppressWarnings("unchecked")
        RandomAccessibleInterval<T> pixels = (RandomAccessibleInterval<T>) any;
        AxisImage view = AxisImage.of("view", pixels, axes);
        String order = axes.toUpperCase(java.util.Locale.ROOT);
        for (int d = 0; d < 5; d++) {
            int from = order.indexOf("XYCZT".charAt(d));
            assertThat(view.extent().interval().dimension(d)).isEqualTo(from < 0 ? 1 : pixels.dimension(from));
        }
        assertBlocksEqualPixels(view, new Random(seed), axes + ", seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            long[] min = TestImages.block(random, pixels).minAsLongArray();
            long[] ours = new long[5];
            for (int d = 0; d < 5; d++) {
                int from = order.indexOf("XYCZT".charAt(d));
                ours[d] = from < 0 ? 0 : min[from] - pixels.min(from);
            }
            assertThat(view.pixels().getAt(ours).getRealDouble())
                    .isEqualTo(pixels.getAt(min).getRealDouble());
        }
    }

    @Test
    void anImgLib2ImageNeedsNoTitleAndNoTypeAndShowsItsChanges() {
        var pixels = filled(new Random(8), ArrayImgs.unsignedShorts(3, 5, 4));
        RandomAccessibleInterval<? extends RealType<?>> untyped = pixels;
        AxisImage view = AxisImage.of(untyped, "CXY");
        assertThat(view.title()).isEqualTo("image");
        assertThat(view.extent()).isEqualTo(new Extent(5, 4, 3, 1, 1));
        pixels.getAt(2, 4, 3).set(60_000);
        assertThat(view.pixels().getAt(4, 3, 2, 0, 0).getRealDouble()).isEqualTo(60_000);
        assertThatThrownBy(() -> AxisImage.of(untyped, "CXX"))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("\"CXX\" do not name the 3 dimensions");
    }

    /** Arrays, cells, planes and a shifted window, with random values. */
    private static Iterable<RandomAccessibleInterval<?>> images(Random random, long[] sizes) {
        long[] larger = Arrays.stream(sizes).map(size -> size + 2).toArray();
        long[] min = IntStream.range(0, sizes.length).mapToLong(d -> 1).toArray();
        var whole = filled(random, ArrayImgs.floats(larger));
        Interval window = Views.translate(ArrayImgs.bytes(sizes), min);
        int[] cell = Arrays.stream(sizes).mapToInt(size -> 2).toArray();
        return Stream.<RandomAccessibleInterval<?>>of(
                        filled(random, ArrayImgs.unsignedBytes(sizes)),
                        filled(random, PlanarImgs.unsignedShorts(sizes)),
                        filled(random, new CellImgFactory<>(new UnsignedShortType(), cell).create(sizes)),
                        Views.interval(whole, window))
                .toList();
    }

    private static <T extends RealType<T>, R extends RandomAccessibleInterval<T>> R filled(Random random, R image) {
        image.forEach(pixel -> pixel.setReal(random.nextInt(250)));
        return image;
    }

    @ParameterizedTest
    @ValueSource(strings = {"XX", "X", "XYQ", "CZ", "XYZ", ""})
    void axesThatDoNotFitAreRefused(String axes) {
        assertThatThrownBy(() -> AxisImage.of("view", ArrayImgs.floats(2, 2), axes))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("do not name the 2 dimensions");
    }

    @Test
    void otherTypesAreRefused() {
        assertThatThrownBy(() -> AxisImage.of("view", ArrayImgs.doubles(2, 2), "XY"))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("DoubleType");
    }

    @Test
    void theWayBackFromAnImagePlusIsTheSameImage() {
        ImagePlus image = random(new Random(3), 16, 5, 4, 2, 1, 1);
        assertThat(AxisImage.of(image).imagePlus()).isSameAs(image);
    }

    @ParameterizedTest
    @ValueSource(strings = {"XY", "XYC", "XYZ", "XYT", "XYCZT", "XYZT"})
    void theWayToAnImagePlusSharesPlanes(String axes) {
        long[] sizes = Arrays.copyOf(new long[] {5, 4, 3, 2, 2}, axes.length());
        var planes = filled(new Random(4), PlanarImgs.unsignedShorts(sizes));
        ImagePlus image = AxisImage.of("planes", planes, axes).imagePlus();
        assertThat(image.getStackSize()).isEqualTo(planes.numSlices());
        for (int plane = 0; plane < planes.numSlices(); plane++) {
            assertThat(image.getStack().getPixels(plane + 1))
                    .isSameAs(planes.getPlane(plane).getCurrentStorageArray());
        }
    }

    @ParameterizedTest
    @CsvSource({"8, true", "16, true", "32, true", "24, false"})
    void thePartsOfAnOpenImageAreItsOwnArrays(int bits, boolean own) {
        ImagePlus image = random(new Random(9), bits, 6, 5, bits == 24 ? 1 : 2, 3, 1);
        AxisImage view = AxisImage.of(image);
        List<PlanePart> parts = view.parts(view.extent().interval());
        for (int plane = 0; plane < image.getStackSize(); plane++) {
            assertThat(parts.get(plane).array() == image.getStack().getPixels(plane + 1))
                    .isEqualTo(own);
        }
    }

    @Test
    void theWayToAnImagePlusSharesASinglePlanesArray() {
        byte[] values = {1, 2, 3, 4, 5, 6};
        ImagePlus image = AxisImage.of("array", ArrayImgs.unsignedBytes(values, 3, 2), "XY")
                .imagePlus();
        assertThat(image.getProcessor().getPixels()).isSameAs(values);
        assertThat(image.getProcessor().get(2, 1)).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"YX", "CXY", "TYX", "XYZC", "YXC"})
    void whatIsNoPlanesIsCopied(String axes) {
        long[] sizes = Arrays.copyOf(new long[] {5, 4, 3, 2}, axes.length());
        var pixels = filled(new Random(5), PlanarImgs.floats(sizes));
        AxisImage view = AxisImage.of("pixels", pixels, axes);
        ImagePlus image = view.imagePlus();
        var cursor = view.pixels().localizingCursor();
        while (cursor.hasNext()) {
            double wanted = cursor.next().getRealDouble();
            assertThat(TestImages.value(
                            image,
                            cursor.getLongPosition(0),
                            cursor.getLongPosition(1),
                            cursor.getLongPosition(2),
                            cursor.getLongPosition(3),
                            cursor.getLongPosition(4)))
                    .isEqualTo(wanted);
        }
    }

    @Test
    void aDescriptionSaysWhatTheImageIs() {
        ImagePlus image = random(new Random(6), 8, 5, 4, 3, 2, 2);
        Description description = AxisImage.of(image).description();
        assertThat(description.title()).isEqualTo("cells.v2.tif");
        assertThat(description.composite()).isEqualTo(CompositeImage.COMPOSITE);
        assertThat(description.planeLabels()).hasSize(12).startsWith("plane 0");
        assertThat(description.luts()).hasSize(3);
        assertThat(description.luts().get(2).max).isEqualTo(52);
        assertThat(description.calibration().frameInterval).isEqualTo(0.75);
    }

    @Test
    void typesAreThoseOfImgLib2() {
        assertThat(AxisImage.of(random(new Random(7), 8, 2, 2, 1, 1, 1))
                        .pixels()
                        .getType())
                .isInstanceOf(UnsignedByteType.class);
        assertThat(AxisImage.of(random(new Random(7), 32, 2, 2, 1, 1, 1))
                        .pixels()
                        .getType())
                .isInstanceOf(FloatType.class);
    }
}
