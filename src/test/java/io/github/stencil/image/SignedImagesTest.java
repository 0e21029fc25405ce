// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.io.FileSaver;
import ij.measure.Calibration;
import ij.process.ImageProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;
import io.github.stencil.Progress;
import io.github.stencil.image.file.ImageFiles;
import io.github.stencil.image.file.TiffStore;
import io.github.stencil.zarr.OmeZarr;
import java.awt.Color;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.imglib2.Cursor;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.ShortType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Signed 16-bit images: the numbers they mean, whatever way they come and go. */
class SignedImagesTest {
    @TempDir
    private Path folder;

    /** A way from an open signed image to an image of ours. */
    @FunctionalInterface
    private interface Way {
        AxisImage take(ImagePlus image, Path folder) throws Exception;
    }

    private record Named(String name, Way way) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Named> ways() {
        return Stream.of(
                new Named("open", (image, folder) -> AxisImage.of(image)),
                new Named("a duplicate", (image, folder) -> AxisImage.of(image.duplicate())),
                new Named("virtual", (image, folder) -> AxisImage.of(virtual(image))),
                new Named(
                        "ours and back",
                        (image, folder) -> AxisImage.of(copy(image).imagePlus())),
                new Named("a file of ImageJ's, decoded", (image, folder) -> {
                    assertThat(new FileSaver(image).saveAsTiff(file(folder))).isTrue();
                    return AxisImage.of(IJ.openImage(file(folder)));
                }),
                new Named("a file of ImageJ's, in parts", (image, folder) -> {
                    assertThat(new FileSaver(image).saveAsTiff(file(folder))).isTrue();
                    return AxisImage.of(ImageFiles.open(Path.of(file(folder))));
                }),
                new Named("a file of ours, decoded", (image, folder) -> {
                    AxisImage.of(image).copyTo(new TiffStore(Path.of(file(folder))), Progress.NONE);
                    return AxisImage.of(IJ.openImage(file(folder)));
                }),
                new Named(
                        "a file of ours, in parts",
                        (image, folder) ->
                                AxisImage.of(image).copyTo(new TiffStore(Path.of(file(folder))), Progress.NONE)),
                new Named("OME-Zarr", (image, folder) -> {
                    Path store = folder.resolve("signed.ome.zarr");
                    AxisImage.of(image).copyTo(OmeZarr.at(store, store), Progress.NONE);
                    return OmeZarr.open(store);
                }),
                new Named("OME-Zarr as ImageJ has it", (image, folder) -> {
                    Path store = folder.resolve("signed.ome.zarr");
                    AxisImage.of(image).copyTo(OmeZarr.at(store, store), Progress.NONE);
                    return AxisImage.of(OmeZarr.open(store).imagePlus());
                }));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void numbersAreTrueWhateverWayTheyCome(Named way) throws Exception {
        short[] numbers = numbers(7 * 5 * 2 * 3 * 2);
        AxisImage image = way.way().take(hyperstack(numbers, 7, 5, 2, 3, 2), folder);
        assertThat(image.type()).isEqualTo(PixelType.INT16);
        assertThat(image.extent()).isEqualTo(new Extent(7, 5, 2, 3, 2));
        assertThat((short[]) image.copy(image.extent().interval())).containsExactly(numbers);
        int i = 0;
        for (var pixel : net.imglib2.view.Views.flatIterable(image.pixels())) {
            assertThat(pixel.getRealDouble()).isEqualTo(numbers[i++]);
        }
        ImagePlus shown = image.imagePlus();
        assertThat(shown.getCalibration().isSigned16Bit()).isTrue();
        assertThat(shown.getCalibration().pixelWidth).isEqualTo(0.25);
        shown.setPosition(2, 3, 1);
        ImageProcessor plane = shown.getStack().getProcessor(shown.getStackIndex(2, 3, 1));
        assertThat(plane.get(3, 4) - 32_768).isEqualTo(numbers[5 * 35 + 4 * 7 + 3]);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void theDisplayRangeIsKept(Named way) throws Exception {
        ImagePlus image = plane(new short[] {-300, -5, 0, 900}, 2, 2);
        image.setDisplayRange(32_768 - 200, 32_768 + 500);
        AxisImage ours = way.way().take(image, folder);
        LUT lut = ours.description().luts().get(0);
        assertThat(List.of(lut.min, lut.max)).containsExactly(-200.0, 500.0);
        ImagePlus shown = ours.imagePlus();
        shown.getProcessor();
        assertThat(shown.getDisplayRangeMin()).isEqualTo(32_768 - 200);
        assertThat(shown.getDisplayRangeMax()).isEqualTo(32_768 + 500);
    }

    @Test
    void aFileHasTheTrueNumbersAndSaysThatTheyAreSigned() throws Exception {
        Path file = folder.resolve("ours.tif");
        AxisImage.of(plane(new short[] {-2, 1}, 2, 1)).copyTo(new TiffStore(file), Progress.NONE);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int entries = bytes.getShort(8);
        int format = 0;
        int pixels = 0;
        for (int i = 0; i < entries; i++) {
            int at = 10 + 12 * i;
            format = bytes.getShort(at) == 339 ? bytes.getShort(at + 8) : format;
            pixels = bytes.getShort(at) == 273 ? bytes.getInt(at + 8) : pixels;
        }
        assertThat(format).isEqualTo(2);
        assertThat(List.of(bytes.getShort(pixels), bytes.getShort(pixels + 2))).containsExactly((short) -2, (short) 1);
    }

    @Test
    void imagesOfImgLib2AreTheirNumbers() {
        short[] numbers = numbers(12);
        AxisImage image = AxisImage.of("s", ArrayImgs.shorts(numbers, 4, 3), "XY");
        assertThat(image.type()).isEqualTo(PixelType.INT16);
        assertThat((short[]) image.copy(image.extent().interval())).containsExactly(numbers);
        ImagePlus shown = image.imagePlus();
        assertThat(shown.getProcessor().get(1, 2) - 32_768).isEqualTo(numbers[9]);
        assertThat((short[]) AxisImage.of(shown).copy(image.extent().interval()))
                .containsExactly(numbers);
        shown.getProcessor().set(1, 2, 0);
        assertThat(numbers[9]).as("not the same memory").isNotEqualTo(Short.MIN_VALUE);
    }

    @Test
    void whatIsWrittenToPixelsShowsInTheOpenImage() {
        ImagePlus open = plane(new short[] {1, 2}, 2, 1);
        @SuppressWarnings("unchecked")
        Cursor<ShortType> first =
                (Cursor<ShortType>) AxisImage.of(open).pixels().cursor();
        first.next().set((short) -7);
        assertThat(open.getProcessor().get(0) - 32_768).isEqualTo(-7);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void withoutItsCalibrationAnImageIsWhatImageJShows(Named way) throws Exception {
        short[] numbers = {-300, -5, 0, 900};
        ImagePlus shown = way.way().take(plane(numbers, 2, 2), folder).imagePlus();
        shown.getCalibration().disableDensityCalibration();
        AxisImage image = AxisImage.of(shown);
        assertThat(image.type()).isEqualTo(PixelType.UINT16);
        short[] pixels = (short[]) image.copy(image.extent().interval());
        for (int i = 0; i < numbers.length; i++) {
            assertThat(pixels[i] & 0xffff).isEqualTo(numbers[i] + 32_768);
        }
    }

    @Test
    void otherCalibrationsOfValuesAreLeftAlone() {
        ImagePlus dense = new ImagePlus("d", new ShortProcessor(1, 1, new short[] {7}, null));
        dense.getCalibration().setFunction(Calibration.STRAIGHT_LINE, new double[] {-100, 2}, "OD");
        AxisImage image = AxisImage.of(dense);
        assertThat(image.type()).isEqualTo(PixelType.UINT16);
        assertThat((short[]) image.copy(image.extent().interval())).containsExactly((short) 7);
        assertThat(image.description().calibration().calibrated()).isTrue();
    }

    @Test
    void unwrittenPixelsAreZero() {
        Description plain = Description.of("empty", PixelType.INT16, new Extent(2, 2, 1, 1, 1));
        try (ImageSink sink = ImageStore.memory().create(plain)) {
            assertThat((short[]) sink.finish().copy(plain.extent().interval())).containsOnly((short) 0);
        }
    }

    private static short[] numbers(int length) {
        Random random = new Random(length);
        short[] numbers = new short[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = (short) random.nextInt();
        }
        numbers[0] = Short.MIN_VALUE;
        numbers[1] = Short.MAX_VALUE;
        numbers[2] = 0;
        return numbers;
    }

    private static ImagePlus plane(short[] numbers, int width, int height) {
        return hyperstack(numbers, width, height, 1, 1, 1);
    }

    private static ImagePlus hyperstack(short[] numbers, int width, int height, int c, int z, int t) {
        ImageStack stack = new ImageStack(width, height);
        for (int plane = 0; plane < c * z * t; plane++) {
            short[] pixels = new short[width * height];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (short) (numbers[plane * pixels.length + i] + 32_768);
            }
            stack.addSlice(new ShortProcessor(width, height, pixels, LUT.createLutFromColor(Color.WHITE)));
        }
        ImagePlus image = new ImagePlus("signed.tif", stack);
        image.setDimensions(c, z, t);
        image.setOpenAsHyperStack(true);
        image.getCalibration().setSigned16BitCalibration();
        image.getCalibration().setUnit("um");
        image.getCalibration().pixelWidth = 0.25;
        image.getCalibration().pixelHeight = 0.25;
        return image;
    }

    private static AxisImage copy(ImagePlus image) {
        return AxisImage.of(image).copyTo(ImageStore.memory(), Progress.NONE);
    }

    private static String file(Path folder) {
        return folder.resolve("signed.tif").toString();
    }

    private static ImagePlus virtual(ImagePlus image) {
        ImageStack from = image.getStack();
        VirtualStack stack = new VirtualStack(image.getWidth(), image.getHeight()) {
            @Override
            public ImageProcessor getProcessor(int n) {
                ImageProcessor plane = from.getProcessor(n);
                plane.setMinAndMax(image.getDisplayRangeMin(), image.getDisplayRangeMax());
                return plane;
            }

            @Override
            public Object getPixels(int n) {
                return from.getPixels(n);
            }

            @Override
            public int getSize() {
                return from.size();
            }

            @Override
            public int size() {
                return from.size();
            }
        };
        stack.setBitDepth(16);
        ImagePlus virtual = new ImagePlus("signed.tif", stack);
        virtual.setDimensions(image.getNChannels(), image.getNSlices(), image.getNFrames());
        virtual.setCalibration(image.getCalibration());
        virtual.setDisplayRange(image.getDisplayRangeMin(), image.getDisplayRangeMax());
        return virtual;
    }
}
