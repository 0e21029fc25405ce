// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageWriterSpi;
import ij.ImagePlus;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.File;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every combination that a writer at hand writes is read to its pixels, or refused by a sentence that names it. */
class TiffSweepTest {
    private static final int WIDTH = 37;
    private static final int HEIGHT = 21;
    private static final int[] NONE_TO_ZSTANDARD = {1, 32773, 5, 8, 32946, 50000};
    private static final int VARIANTS = 16;
    private static final int STEP = Boolean.getBoolean("stencil.thorough") ? 1 : 11;

    @TempDir
    private Path folder;

    /** A kind of number: bits and format, and how many of each pixel. */
    private record Kind(int bits, int format, int channels, int photometric) {
        double value(long number) {
            return switch (format) {
                case 3 -> bits == 64 ? (float) Double.longBitsToDouble(number) : Float.intBitsToFloat((int) number);
                case 2 -> bits == 64 ? number : number << (64 - bits) >> (64 - bits);
                default -> bits == 1 ? 255 * number : number;
            };
        }

        long[] random(Random random) {
            long[] numbers = new long[WIDTH * HEIGHT * channels];
            for (int i = 0; i < numbers.length; i++) {
                double wave = 50 * Math.sin(i / 9.0) + random.nextInt(5);
                long whole = (long) wave + (format == 2 ? 0 : 60);
                numbers[i] = format == 3
                        ? (bits == 64 ? Double.doubleToLongBits(wave) : Float.floatToIntBits((float) wave))
                        : whole & (bits == 64 ? -1 : (1L << bits) - 1);
            }
            return numbers;
        }
    }

    private static List<Kind> kinds() {
        List<Kind> kinds = new ArrayList<>();
        for (int[] type : new int[][] {
            {1, 1}, {2, 1}, {4, 1}, {8, 1}, {8, 2}, {10, 1}, {12, 1}, {16, 1}, {16, 2}, {32, 1}, {32, 2}, {32, 3},
            {64, 1}, {64, 2}, {64, 3}
        }) {
            kinds.add(new Kind(type[0], type[1], 1, 1));
            kinds.add(new Kind(type[0], type[1], 3, 2));
            kinds.add(new Kind(type[0], type[1], 5, 1));
        }
        return kinds;
    }

    @Test
    void whatOurTestsWriteIsReadOrNamed() throws IOException {
        int read = 0;
        int refused = 0;
        int number = 0;
        Random random = new Random(1);
        for (Kind kind : kinds()) {
            List<long[]> pages = List.of(kind.random(random), kind.random(random));
            for (int compression : NONE_TO_ZSTANDARD) {
                for (int predictor = 1; predictor <= 3; predictor++) {
                    for (int variant = 0; variant < VARIANTS; variant++) {
                        if (number++ % STEP != 0) {
                            continue;
                        }
                        Tiffs writer = new Tiffs(
                                kind.bits(),
                                kind.format(),
                                compression,
                                predictor,
                                (variant & 1) != 0,
                                (variant & 2) != 0,
                                (variant & 4) != 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                                (variant & 8) != 0,
                                kind.photometric());
                        Path file = folder.resolve("x.tif");
                        Files.write(file, writer.write(WIDTH, HEIGHT, pages, ""));
                        if (isRefused(writer, kind, file)) {
                            refused++;
                        } else {
                            compare(ImageFiles.read(file), kind, pages, writer);
                            compare(ImageFiles.open(file), kind, pages, writer);
                            read++;
                        }
                    }
                }
            }
        }
        System.out.printf("TIFF sweep, our writer: %,d kinds read, %,d refused%n", read, refused);
        assertThat(read).isGreaterThan(6_000 / STEP);
    }

    private static boolean isRefused(Tiffs writer, Kind kind, Path file) {
        boolean whole = kind.bits() % 8 == 0 && kind.bits() != 24;
        boolean packs = writer.compression() != 1 && writer.compression() != 32773;
        boolean predicted =
                writer.predictor() == 1 || (packs && (writer.predictor() == 2 ? whole : kind.format() == 3));
        boolean bits = kind.bits() > 1 || kind.channels() == 1 || writer.planar();
        if (predicted && bits) {
            return false;
        }
        try {
            ImageFiles.read(file);
        } catch (StencilException e) {
            assertThat(e.getMessage())
                    .startsWith(file.toString())
                    .contains(predicted ? "1-bit numbers" : "predictor " + writer.predictor())
                    .doesNotContain("as TIFF");
            return true;
        }
        throw new AssertionError(writer + " was read");
    }

    private static void compare(ImagePlus image, Kind kind, List<long[]> pages, Tiffs writer) {
        AxisImage view = AxisImage.of(image).wide();
        assertThat(view.extent()).as("%s", writer).isEqualTo(new Extent(WIDTH, HEIGHT, kind.channels(), 2, 1));
        for (int z = 0; z < 2; z++) {
            Object pixels = view.copy(view.extent().rows(0, HEIGHT - 1, 0, kind.channels() - 1, z, 0));
            for (int i = 0; i < WIDTH * HEIGHT * kind.channels(); i++) {
                double value = view.type().get(pixels, i);
                if (value != kind.value(pages.get(z)[i])) {
                    assertThat(value).as("%s at %d", writer, i).isEqualTo(kind.value(pages.get(z)[i]));
                }
            }
        }
    }

    @Test
    void whatOtherWritersWriteIsReadOrNamed() throws IOException {
        List<ImageWriter> writers = new ArrayList<>(List.of(new TIFFImageWriterSpi().createWriterInstance(null)));
        Iterator<ImageWriter> java = ImageIO.getImageWritersByFormatName("tiff");
        java.forEachRemaining(writer -> {
            if (writer.getClass().getName().startsWith("com.sun.imageio")) {
                writers.add(writer);
            }
        });
        assertThat(writers).hasSize(2);
        int read = 0;
        for (ImageWriter writer : writers) {
            for (int type : new int[] {
                BufferedImage.TYPE_BYTE_BINARY,
                BufferedImage.TYPE_BYTE_GRAY,
                BufferedImage.TYPE_USHORT_GRAY,
                BufferedImage.TYPE_BYTE_INDEXED,
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_3BYTE_BGR
            }) {
                BufferedImage image = picture(type);
                for (String compression : writer.getDefaultWriteParam().getCompressionTypes()) {
                    for (int tile = 0; tile < 2; tile++) {
                        File file = folder.resolve("y.tif").toFile();
                        if (compression != null && write(writer, image, compression, tile == 1, file)) {
                            check(
                                    image,
                                    compression,
                                    file.toPath(),
                                    writer.getClass().getName() + " " + type + " " + compression);
                            read++;
                        }
                    }
                }
            }
            writer.dispose();
        }
        System.out.printf("TIFF sweep, Java's writer and another: %,d kinds read%n", read);
        assertThat(read).isGreaterThan(60);
    }

    private static BufferedImage picture(int type) {
        BufferedImage image = new BufferedImage(64, 48, type);
        int bands = image.getRaster().getNumBands();
        int most = type == BufferedImage.TYPE_BYTE_BINARY ? 1 : type == BufferedImage.TYPE_USHORT_GRAY ? 60_000 : 255;
        for (int y = 0; y < 48; y++) {
            for (int x = 0; x < 64; x++) {
                for (int b = 0; b < bands; b++) {
                    int value = most == 1 ? x / 7 + y / 5 & 1 : (2 * x + y + 40 * b) * most / 300;
                    image.getRaster().setSample(x, y, b, Math.min(most, value));
                }
            }
        }
        return image;
    }

    private static boolean write(ImageWriter writer, BufferedImage image, String compression, boolean tiled, File file)
            throws IOException {
        Files.deleteIfExists(file.toPath());
        try (FileImageOutputStream stream = new FileImageOutputStream(file)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionType(compression);
            if (tiled) {
                if (!how.canWriteTiles()) {
                    return false;
                }
                how.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
                how.setTiling(16, 16, 0, 0);
            }
            writer.setOutput(stream);
            writer.write(
                    writer.getDefaultStreamMetadata(how),
                    new IIOImage(
                            image,
                            null,
                            writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), how)),
                    how);
            return true;
        } catch (IOException | RuntimeException e) {
            return false; // it does not write this
        }
    }

    private static void check(BufferedImage image, String compression, Path file, String what) {
        boolean lossy = compression.contains("JPEG");
        AxisImage read;
        try {
            read = AxisImage.of(ImageFiles.read(file));
        } catch (StencilException e) {
            assertThat(e.getMessage()).as(what).contains("JPEG");
            assertThat(what).contains("JPEG"); // of 1 bit or 16, or of the old kind
            return;
        }
        Raster raster = image.getRaster();
        assertThat(read.extent().channels()).as(what).isEqualTo(raster.getNumBands());
        for (int c = 0; c < raster.getNumBands(); c++) {
            Object pixels = read.copy(read.extent().rows(0, 47, c, c, 0, 0));
            double off = 0;
            for (int i = 0; i < 64 * 48; i++) {
                double wanted = raster.getSample(i % 64, i / 64, c);
                boolean bit = raster.getSampleModel().getSampleSize(0) == 1;
                double value = read.type().get(pixels, i);
                if (lossy) {
                    off += Math.abs(value - wanted) / (64 * 48);
                } else if (bit) {
                    assertThat(value > 0).as("%s at %d", what, i).isEqualTo(wanted > 0 != dark(read));
                } else {
                    assertThat(value).as("%s at %d of %d", what, i, c).isEqualTo(wanted);
                }
            }
            assertThat(off).as(what).isCloseTo(0, within(6.0));
        }
    }

    private static boolean dark(AxisImage image) {
        return !image.description().luts().isEmpty()
                && image.description().luts().get(0).getRed(0) == 255;
    }
}
