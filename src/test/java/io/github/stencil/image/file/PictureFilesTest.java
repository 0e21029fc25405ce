// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import io.github.stencil.StencilException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures of the usual kinds that are cut short, which ImageJ shows half black. */
@Timeout(60)
class PictureFilesTest {
    @TempDir
    private Path folder;

    private Path picture(String ending, boolean colours) throws IOException {
        byte[] noise = new byte[60 * 40];
        new Random(1).nextBytes(noise);
        Path file = folder.resolve("picture." + ending);
        BufferedImage image = colours
                ? new ColorProcessor(60, 40).getBufferedImage()
                : new ByteProcessor(60, 40, noise).getBufferedImage();
        for (int i = 0; colours && i < 60 * 40; i++) {
            image.setRGB(i % 60, i / 60, noise[i] * 0x10203);
        }
        if (ending.equals("pgm")) {
            Files.write(file, "P5\n# noise\n60 40\n255\n".getBytes(StandardCharsets.US_ASCII));
            Files.write(file, noise, java.nio.file.StandardOpenOption.APPEND);
        } else {
            assertThat(ImageIO.write(image, ending, file.toFile())).isTrue();
        }
        return file;
    }

    @ParameterizedTest
    @CsvSource({
        "png, false",
        "png, true",
        "jpg, false",
        "jpg, true",
        "gif, false",
        "bmp, false",
        "bmp, true",
        "pgm, false"
    })
    void aPictureThatIsCutShortIsRefused(String ending, boolean colours) throws IOException {
        Path file = picture(ending, colours);
        assertThat(ImageFiles.read(file).getWidth()).isEqualTo(60);
        byte[] all = Files.readAllBytes(file);
        for (int length = all.length / 10; length < all.length - 2; length += all.length / 10) {
            Files.write(file, Arrays.copyOf(all, length));
            assertThatThrownBy(() -> ImageFiles.read(file))
                    .as("%d of %d bytes", length, all.length)
                    .isInstanceOf(StencilException.class)
                    .hasMessageStartingWith(file.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "gif", "jpg"})
    void aPictureWhoseBytesWereChangedIsReadWholeOrRefused(String ending) throws IOException {
        Path file = picture(ending, false);
        byte[] all = Files.readAllBytes(file);
        Random random = new Random(7);
        int refused = 0;
        for (int n = 0; n < 60; n++) {
            byte[] bytes = all.clone();
            for (int i = 0; i < 5; i++) {
                bytes[10 + random.nextInt(bytes.length - 10)] = (byte) random.nextInt();
            }
            Files.write(file, bytes);
            try {
                ImageFiles.read(file);
            } catch (StencilException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
        if (ending.equals("png")) {
            assertThat(refused).isGreaterThan(55); // whose checksums miss nothing
        }
    }

    /** Java's own writer would put the transparent colour first. */
    @ParameterizedTest
    @ValueSource(ints = {2, 8})
    void aPaletteWithATransparentColourIsPlacesInIt(int bits) throws IOException {
        byte[] rows = bits == 2 ? new byte[] {0, 0b00_01_10_11} : new byte[] {0, 0, 1, 2, 3};
        java.io.ByteArrayOutputStream packed = new java.io.ByteArrayOutputStream();
        try (java.util.zip.DeflaterOutputStream deflater = new java.util.zip.DeflaterOutputStream(packed)) {
            deflater.write(rows);
        }
        Path file = folder.resolve("palette.png");
        try (java.io.DataOutputStream out = new java.io.DataOutputStream(Files.newOutputStream(file))) {
            out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
            piece(out, "IHDR", new byte[] {0, 0, 0, 4, 0, 0, 0, 1, (byte) bits, 3, 0, 0, 0});
            piece(out, "PLTE", new byte[] {0, 0, 0, 50, 60, 70, 100, 0, 0, (byte) 200, 0, 9});
            piece(out, "tRNS", new byte[] {(byte) 255, (byte) 255, 0});
            piece(out, "IDAT", packed.toByteArray());
            piece(out, "IEND", new byte[0]);
        }
        ImagePlus read = ImageFiles.read(file);
        assertThat((byte[]) read.getProcessor().getPixels()).containsExactly(0, 1, 2, 3);
        assertThat(read.getLuts()[0].getGreen(1)).isEqualTo(60);
    }

    private static void piece(java.io.DataOutputStream out, String name, byte[] bytes) throws IOException {
        java.util.zip.CRC32 sum = new java.util.zip.CRC32();
        sum.update(name.getBytes(StandardCharsets.US_ASCII));
        sum.update(bytes);
        out.writeInt(bytes.length);
        out.writeBytes(name);
        out.write(bytes);
        out.writeInt((int) sum.getValue());
    }

    @Test
    void textPicturesAreCounted() throws IOException {
        Path file = folder.resolve("text.pgm");
        Files.writeString(file, "P2\n3 2 255\n1 2 3\n4 5 6");
        assertThat(ImageFiles.read(file).getProcessor().get(2, 1)).isEqualTo(6);
        Files.writeString(file, "P2\n3 2 255\n1 2 3\n4 5");
        assertThatThrownBy(() -> ImageFiles.read(file)).hasMessageContaining("ends early");
    }

    @Test
    void bitmapsAreReadToTheirFirstAndLastPixel() throws IOException {
        boolean[] black = new boolean[11 * 3];
        StringBuilder digits = new StringBuilder("P1\n# drawn\n11 3\n");
        byte[] packed = new byte[6];
        Random random = new Random(3);
        for (int i = 0; i < black.length; i++) {
            black[i] = random.nextBoolean();
            digits.append(black[i] ? '1' : '0').append(i % 11 == 10 ? "\n" : "");
            packed[i / 11 * 2 + i % 11 / 8] |= (byte) (black[i] ? 0x80 >> i % 11 % 8 : 0);
        }
        Path text = Files.writeString(folder.resolve("text.pbm"), digits);
        Path spaced = Files.writeString(
                folder.resolve("spaced.pbm"), "P1 11 3 " + digits.substring(16).replaceAll("([01])", "$1 "));
        Path bytes = Files.write(folder.resolve("bytes.pbm"), "P4\n11 3\n".getBytes(StandardCharsets.US_ASCII));
        Files.write(bytes, packed, java.nio.file.StandardOpenOption.APPEND);
        for (Path file : new Path[] {text, spaced, bytes}) {
            byte[] pixels = (byte[]) ImageFiles.read(file).getProcessor().getPixels();
            for (int i = 0; i < black.length; i++) {
                assertThat(pixels[i]).as("%s, pixel %d", file, i).isEqualTo((byte) (black[i] ? 0 : 255));
            }
        }
    }
}
