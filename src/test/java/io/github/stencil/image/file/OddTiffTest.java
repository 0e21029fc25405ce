// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.image.PixelType;
import io.github.stencil.image.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is special about some TIFF files; all combinations of the usual are in the sweep. */
@Timeout(60)
class OddTiffTest {
    @TempDir
    private Path folder;

    private Path save(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("x.tif"), bytes);
    }

    private AxisImage read(Tiffs writer, long... numbers) throws IOException {
        return AxisImage.of(ImageFiles.read(save(writer.write(numbers.length, 1, List.of(numbers), ""))))
                .wide();
    }

    private static double[] values(AxisImage image) {
        Object array = image.copy(image.extent().interval());
        return java.util.stream.IntStream.range(0, java.lang.reflect.Array.getLength(array))
                .mapToDouble(i -> image.type().get(array, i))
                .toArray();
    }

    @Test
    void wholeNumbersOf64BitsAreReadIfTheyFitInto32() throws IOException {
        AxisImage wide = read(Tiffs.plain(64, 2), 0, 16_777_217, 4_294_967_295L);
        assertThat(wide.type()).isEqualTo(PixelType.UINT32);
        assertThat(values(wide)).containsExactly(0, 16_777_217, 4_294_967_295.0);
        AxisImage small = read(Tiffs.plain(64, 2), -3, 0, 16_777_216);
        assertThat(small.type()).isEqualTo(PixelType.FLOAT32);
        assertThat(values(small)).containsExactly(-3, 0, 16_777_216);
        assertThatThrownBy(() -> read(Tiffs.plain(64, 1), 1, 1L << 32))
                .hasMessageContaining("whole numbers of 64 bits");
        assertThatThrownBy(() -> read(Tiffs.plain(64, 2), -1, 1L << 31))
                .hasMessageContaining("from -1 to 2,147,483,648");
    }

    @Test
    void labelsIn64BitFloatingPointAreNotRounded() throws IOException {
        AxisImage labels = read(Tiffs.plain(64, 3), Double.doubleToLongBits(16_777_217), 0);
        assertThat(labels.type()).isEqualTo(PixelType.UINT32);
        assertThat(values(labels)).containsExactly(16_777_217, 0);
        assertThat(values(read(Tiffs.plain(64, 3), Double.doubleToLongBits(0.1), Double.doubleToLongBits(Double.NaN))))
                .containsExactly((double) 0.1f, Double.NaN);
        assertThatThrownBy(() -> read(Tiffs.plain(64, 3), Double.doubleToLongBits(1e300)))
                .hasMessageContaining("numbers up to 1.0E300 in 64-bit floating point");
    }

    @Test
    void signedBytesAreSignedOnlyWhereSomeAreNegative() throws IOException {
        assertThat(read(Tiffs.plain(8, 2), 3, 127).type()).isEqualTo(PixelType.UINT8);
        ImagePlus negative = ImageFiles.read(save(Tiffs.plain(8, 2).write(2, 1, List.of(new long[] {255, 5}), "")));
        assertThat(negative.getCalibration().isSigned16Bit()).isTrue();
        assertThat((short[]) negative.getProcessor().getPixels()).containsExactly(32_767, (short) 32_773);
    }

    @Test
    void pagesOfSeveralKindsAreRefused() throws IOException {
        byte[] mixed = Tiffs.plain(8, 1).write(2, 1, List.of(new long[2], new long[6]), "");
        assertThatThrownBy(() -> ImageFiles.read(save(mixed)))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("page 1 is 2 x 1 with 1 channel of 8 bits")
                .hasMessageContaining("page 2 is 2 x 1 with 3 channels of 8 bits");
    }

    @ParameterizedTest
    @CsvSource({
        "34887, LERC",
        "50002, JPEG XL",
        "34712, JPEG 2000",
        "50001, WebP",
        "34925, LZMA",
        "6, JPEG compression of the old kind",
        "12345, compression 12345"
    })
    void aCompressionThatIsNotReadIsNamed(int compression, String name) throws IOException {
        Path file = save(Tiffs.plain(8, 1).packed(compression).write(2, 1, List.of(new long[2]), ""));
        assertThatThrownBy(() -> ImageFiles.read(file))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining(name)
                .hasMessageContaining("Save it without compression, or with LZW or Deflate");
    }

    @ParameterizedTest
    @CsvSource({"5, CMYK", "6, YCbCr", "8, Lab"})
    void coloursThatAreNotReadAreNamed(int photometric, String name) throws IOException {
        Path file = save(Tiffs.plain(8, 1).coloured(photometric).write(2, 1, List.of(new long[8]), ""));
        assertThatThrownBy(() -> ImageFiles.read(file)).hasMessageContaining(name + " colours");
    }

    @Test
    void complexNumbersAreNamed() throws IOException {
        Path file = save(Tiffs.plain(64, 6).write(2, 1, List.of(new long[2]), ""));
        assertThatThrownBy(() -> ImageFiles.read(file)).hasMessageContaining("complex numbers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ImageJ=1.54p\nimages=0003\nslices=3\n", "{\"shape\": [0003, 4, 5], \"truncated\": true}"})
    void planesWithoutDirectoriesAreReadWhereATextTellsOfThem(String text) throws IOException {
        long[] numbers = new Random(1).longs(60, 0, 256).toArray();
        byte[] tall = Tiffs.plain(8, 1).write(5, 12, List.of(numbers), text);
        java.nio.ByteBuffer bytes = java.nio.ByteBuffer.wrap(tall).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        int directory = bytes.getInt(4);
        for (int i = 0; i < bytes.getShort(directory); i++) { // the page as if it had 4 rows, in one strip
            int entry = directory + 2 + 12 * i;
            switch (bytes.getShort(entry)) {
                case 257, 278 -> bytes.putInt(entry + 8, 4);
                case 273, 279 -> {
                    int first = bytes.getInt(bytes.getInt(entry + 8));
                    bytes.putInt(entry + 4, 1).putInt(entry + 8, bytes.getShort(entry) == 273 ? first : 20);
                }
                default -> {}
            }
        }
        AxisImage image = AxisImage.of(ImageFiles.read(save(tall)));
        assertThat(image.extent()).isEqualTo(new Extent(5, 4, 1, 3, 1));
        assertThat(values(image))
                .containsExactly(Arrays.stream(numbers).asDoubleStream().toArray());
        byte[] many = new String(tall, java.nio.charset.StandardCharsets.ISO_8859_1)
                .replace("images=0003", "images=9999")
                .replace("[0003", "[9999")
                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> ImageFiles.read(save(many))).hasMessageContaining("its text tells of 9,999 planes");
    }

    @Test
    void planesAreTakenFromTheirDirectoriesWhereTheyAreNotWhereImageJLooks() throws IOException {
        List<long[]> pages = new Random(1)
                .longs(6, 0, 1 << 16)
                .mapToObj(seed -> new Random(seed).longs(60, 0, 1 << 16).toArray())
                .toList();
        String text = "ImageJ=1.54p\nimages=6\nchannels=2\nslices=3\nhyperstack=true\n";
        Path file = save(Tiffs.plain(16, 1).write(5, 12, pages, text)); // a directory behind each plane
        double[] wanted =
                pages.stream().flatMapToLong(Arrays::stream).asDoubleStream().toArray();
        for (AxisImage image : List.of(AxisImage.of(ImageFiles.read(file)), AxisImage.of(ImageFiles.open(file)))) {
            assertThat(image.extent()).isEqualTo(new Extent(5, 12, 2, 3, 1));
            assertThat(values(image)).containsExactly(wanted);
        }
    }

    @Test
    void framesThatWereCutOffAreMissed() throws IOException {
        ImageStack frames = new ImageStack(30, 20);
        for (int t = 0; t < 12; t++) {
            frames.addSlice(new ByteProcessor(30, 20));
        }
        Path file = folder.resolve("frames.tif");
        IJ.saveAsTiff(new ImagePlus("", frames), file.toString());
        byte[] all = Files.readAllBytes(file);
        for (int length = 0; length < all.length; length += 97) {
            Files.write(file, Arrays.copyOf(all, length));
            assertThatThrownBy(() -> ImageFiles.read(file))
                    .as("%d of %d", length, all.length)
                    .isInstanceOf(StencilException.class);
        }
    }

    @Test
    void whatImageJKeepsWithAnImageIsKeptWhateverPacksItsPixels() throws IOException {
        ImagePlus image = TestImages.random(new Random(1), 16, 20, 10, 2, 3, 2);
        image.setOverlay(new Overlay(new Roi(2, 3, 4, 5)));
        image.setProperty("Info", "of the day");
        Path plain = folder.resolve("plain.tif");
        IJ.saveAsTiff(image, plain.toString());
        Path packed = folder.resolve("packed.tif");
        TiffPacker.pack(plain, packed);
        ImagePlus wanted = ImageFiles.read(plain);
        ImagePlus read = ImageFiles.read(packed);
        TestImages.assertSamePixels(read, wanted);
        TestImages.assertSameScale(read.getCalibration(), wanted.getCalibration());
        assertThat(AxisImage.of(read).description().withTitle(""))
                .usingRecursiveComparison()
                .ignoringFields("calibration", "luts")
                .isEqualTo(AxisImage.of(wanted).description().withTitle(""));
        assertThat(read.getLuts()).hasSameSizeAs(wanted.getLuts());
        assertThat(read.getLuts()[1].getBytes()).isEqualTo(wanted.getLuts()[1].getBytes());
        assertThat(read.getOverlay().get(0).getBounds()).isEqualTo(new java.awt.Rectangle(2, 3, 4, 5));
        assertThat(read.getInfoProperty()).isEqualTo(wanted.getInfoProperty());
    }

    @Test
    void aLargePackedFileIsReadWhenItIsAskedFor() throws IOException {
        long[] numbers = new Random(1).longs(200 * 100, 0, 256).toArray();
        Path file = save(Tiffs.plain(8, 1).packed(8).inTiles().write(200, 100, List.of(numbers, numbers), ""));
        ImagePlus image = ImageFiles.open(file);
        assertThat(image.getStack().isVirtual()).isTrue();
        AxisImage view = AxisImage.of(image);
        assertThat(view.grain()).isEqualTo(new Extent(16, 16, 1, 1, 1));
        Files.delete(file);
        assertThatThrownBy(() -> view.copy(view.extent().row().interval()))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("cannot be read any more");
    }
}
