// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.file;

import static io.github.stencil.image.TestImages.assertSame;
import static io.github.stencil.image.TestImages.random;
import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileInfo;
import ij.io.TiffDecoder;
import ij.measure.Calibration;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageSink;
import io.github.stencil.image.ImageStoreTest;
import io.github.stencil.image.PixelType;
import io.github.stencil.image.TestImages;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import net.imglib2.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams images to TIFF files and reads them with other programs' readers. */
class TiffWriterTest {
    private static final long FOUR_GIGABYTES = 1L << 32;

    @TempDir
    private Path folder;

    static Stream<Arguments> images() {
        int[][] sizes = {
            {1, 1, 1, 1, 1},
            {7, 5, 1, 1, 1},
            {5, 3, 3, 1, 1},
            {3, 5, 1, 3, 1},
            {5, 1, 1, 1, 3},
            {1, 5, 2, 3, 1},
            {5, 3, 2, 3, 2}
        };
        return Stream.of(8, 16, 32).flatMap(bits -> Stream.of(sizes).map(size -> Arguments.of(bits, size)));
    }

    @ParameterizedTest
    @MethodSource("images")
    void imageJReadsWhatWasStreamed(int bits, int[] size) {
        ImagePlus image = random(new Random(bits), bits, size[0], size[1], size[2], size[3], size[4]);
        assertSame(IJ.openImage(write(image).toString()), image);
    }

    @ParameterizedTest
    @MethodSource("images")
    void javasOwnReaderReadsEveryPlane(int bits, int[] size) throws IOException {
        ImagePlus image = random(new Random(bits), bits, size[0], size[1], size[2], size[3], size[4]);
        ImageReader reader = javasOwn();
        try (ImageInputStream stream =
                ImageIO.createImageInputStream(write(image).toFile())) {
            reader.setInput(stream);
            assertThat(reader.getNumImages(true)).isEqualTo(image.getStackSize());
            for (int plane = 0; plane < image.getStackSize(); plane++) {
                Raster raster = reader.read(plane).getRaster();
                assertThat(raster.getNumBands()).isEqualTo(1);
                for (int y = 0; y < size[1]; y++) {
                    for (int x = 0; x < size[0]; x++) {
                        assertThat(raster.getSampleFloat(x, y, 0))
                                .isEqualTo(
                                        image.getStack().getProcessor(plane + 1).getf(x, y));
                    }
                }
            }
        } finally {
            reader.dispose();
        }
    }

    private static ImageReader javasOwn() {
        List<ImageReader> readers = new ArrayList<>();
        ImageIO.getImageReadersByFormatName("tiff").forEachRemaining(readers::add);
        return readers.stream()
                .filter(reader -> reader.getClass().getName().startsWith("com.sun."))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("images")
    void weReadWhatWasStreamed(int bits, int[] size) {
        ImagePlus image = random(new Random(bits), bits, size[0], size[1], size[2], size[3], size[4]);
        TiffImage file = Objects.requireNonNull(TiffImage.open(write(image)));
        TestImages.assertSamePixels(file, image);
        TestImages.assertSameScale(file.getCalibration(), image.getCalibration());
        assertThat(file.pixelBytes()).isEqualTo((long) size[0] * size[1] * image.getStackSize() * bits / 8);
        Description description = AxisImage.of(file).description();
        assertThat(description.composite()).isEqualTo(Math.max(0, image.getCompositeMode()));
        for (int c = 0; c < description.luts().size(); c++) {
            assertThat(description.luts().get(c).getBytes()).isEqualTo(image.getLuts()[c].getBytes());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 32})
    void planesLargerThanABufferAreWrittenAndReadWhole(int bits) {
        ImagePlus image = random(new Random(bits), bits, 1117, 1103, 1, 2, 1);
        Path file = write(image);
        assertSame(IJ.openImage(file.toString()), image);
        TestImages.assertSamePixels(Objects.requireNonNull(TiffImage.open(file)), image);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void twoThreadsMayWriteBlocksInAnyOrder(long seed) throws Exception {
        Random random = new Random(seed);
        ImagePlus image = random(random, 16, 61, 43, 2, 3, 2);
        AxisImage source = AxisImage.of(image);
        List<Interval> blocks = ImageStoreTest.cut(source.extent(), 17, 11);
        Collections.shuffle(blocks, random);
        Path file = folder.resolve("threads.tif");
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (ImageSink sink = new TiffStore(file).create(source.description())) {
            List<Callable<Void>> writers = new ArrayList<>();
            for (int start = 0; start < 2; start++) {
                int first = start;
                writers.add(() -> {
                    for (int i = first; i < blocks.size(); i += 2) {
                        sink.write(blocks.get(i), source.copy(blocks.get(i)));
                    }
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(writers)) {
                done.get();
            }
            sink.finish();
        } finally {
            threads.shutdownNow();
        }
        assertSame(IJ.openImage(file.toString()), image);
    }

    @ParameterizedTest
    @CsvSource({
        "0.325",
        "2000000",
        "0.000001",
        "1",
        "123.456789",
        "0.1",
        "0.25",
        "1234567.89",
        "1e-9",
        "0.6501234567",
        "3e8",
        "7"
    })
    void pixelSizesAreKept(double size) {
        ImagePlus image = random(new Random(1), 8, 3, 2, 1, 1, 1);
        image.getCalibration().pixelWidth = size;
        Path file = write(image);
        double found = IJ.openImage(file.toString()).getCalibration().pixelWidth;
        assertThat(found / size).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-12));
        assertThat(Objects.requireNonNull(TiffImage.open(file)).getCalibration().pixelWidth)
                .isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({
        "1e-12, 2147483647, 1",
        "1e12, 1, 2147483647",
        "NaN, 1, 1",
        "0, 1, 1",
        "-1, 1, 1",
        "3e-10, 2147483647, 1"
    })
    void pixelSizesBeyondTheFormatAreTheNearestThatItHas(double size, int top, int bottom) {
        assertThat(Ratio.of(1 / size)).isEqualTo(new Ratio(top, bottom));
    }

    @Test
    void whatImageJKnowsOfTheAxesIsKept() {
        ImagePlus image = random(new Random(1), 8, 3, 2, 1, 2, 1);
        Calibration axes = image.getCalibration();
        axes.setUnit("mm");
        axes.setYUnit("s");
        axes.setZUnit("\u00b5m");
        axes.setInvertY(true);
        Path file = write(image);
        for (ImagePlus read : new ImagePlus[] {IJ.openImage(file.toString()), TiffImage.open(file)}) {
            Calibration found = Objects.requireNonNull(read).getCalibration();
            assertThat(found.getXUnit() + found.getYUnit() + found.getZUnit()).isEqualTo("mms\u00b5m");
            assertThat(found.getInvertY()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00b5m", "nm", "inch", "pixel", "a b", "\u212b"})
    void unitsAreKept(String unit) {
        ImagePlus image = random(new Random(1), 8, 3, 2, 1, 2, 1);
        image.getCalibration().setUnit(unit);
        Path file = write(image);
        assertThat(IJ.openImage(file.toString()).getCalibration().getUnit())
                .isEqualTo(image.getCalibration().getUnit());
        assertThat(Objects.requireNonNull(TiffImage.open(file)).getCalibration().getUnit())
                .isEqualTo(image.getCalibration().getUnit());
    }

    @Test
    void directoriesStartAtEvenPlaces() throws IOException {
        byte[] bytes = Files.readAllBytes(write(random(new Random(1), 8, 3, 3, 1, 5, 1)));
        ByteBuffer file = ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        int directories = 0;
        for (int at = file.getInt(4); at != 0; directories++) {
            assertThat(at % 2).as("directory %d at %d", directories, at).isZero();
            at = file.getInt(at + 2 + 12 * file.getShort(at));
        }
        assertThat(directories).isEqualTo(5);
    }

    @Test
    void justBelowFourGigabytesEveryPlaneHasItsDirectory() {
        Extent extent = new Extent(65_536, 16_384, 1, 3, 1);
        TiffHeader header = TiffHeader.of(Description.of("large", PixelType.UINT8, extent));
        assertThat(header.back().limit()).isPositive();
        assertThat(header.front().limit()
                        + 3 * extent.planePixels()
                        + header.back().limit())
                .isLessThan(FOUR_GIGABYTES);
    }

    @Test
    void beyondFourGigabytesTheDescriptionTellsThePlanes() throws IOException {
        Extent extent = new Extent(32_768, 32_768, 1, 5, 1); // 5 GB
        TiffHeader header = TiffHeader.of(Description.of("large", PixelType.UINT8, extent));
        assertThat(header.back().limit()).isZero();
        Path file = folder.resolve("sparse.tif");
        long front = header.front().limit();
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(header.front(), 0);
            for (int z = 0; z < 5; z++) { // the last pixel of each plane; the others are holes
                channel.write(
                        ByteBuffer.wrap(new byte[] {(byte) (100 + z)}), front + (z + 1) * extent.planePixels() - 1);
            }
        }
        FileInfo[] infos = new TiffDecoder(folder + "/", "sparse.tif").getTiffInfo();
        assertThat(infos).hasSize(1);
        assertThat(infos[0].nImages).isEqualTo(5);
        TiffImage image = Objects.requireNonNull(TiffImage.open(file));
        assertThat(image.getDimensions()).containsExactly(32_768, 32_768, 1, 5, 1);
        AxisImage view = AxisImage.of(image);
        for (int z = 0; z < 5; z++) {
            long[] corner = {32_767, 32_767, 0, z, 0};
            byte[] value = (byte[]) view.copy(new net.imglib2.FinalInterval(corner, corner));
            assertThat(value).containsExactly(100 + z);
        }
    }

    private Path write(ImagePlus image) {
        AxisImage source = AxisImage.of(image);
        Path file = folder.resolve("image.tif");
        try (ImageSink sink = new TiffStore(file).create(source.description())) {
            sink.write(source.extent().interval(), source.copy(source.extent().interval()));
            sink.finish();
        }
        return file;
    }
}
