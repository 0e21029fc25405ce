// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.file;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import io.github.stencil.StencilException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Image files over which ImageJ's own decoders stumble. */
class DamagedImageTest {
    @TempDir
    private Path folder;

    @Test
    void aDescriptionThatIsNoTextIsRefused() throws IOException {
        ImagePlus image = new ImagePlus("image", new ByteProcessor(9, 9));
        image.getCalibration().setUnit("nmx");
        Path file = folder.resolve("image.tif");
        IJ.saveAsTiff(image, file.toString());
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        Files.write(file, text.replace("unit=nmx", "unit=\\uz").getBytes(StandardCharsets.ISO_8859_1));
        refuses(file, " is damaged: the text or the fields that ImageJ keeps in it make no sense.");
    }

    @Test
    void aPlaneOfMorePixelsThanCanBeCountedIsRefused() throws IOException {
        Path file = folder.resolve("image.pgm");
        Files.writeString(file, "P5 46341 46341 255\n0");
        refuses(file, " ends early: not all of its pixels are there.");
    }

    private static void refuses(Path file, String why) {
        assertThatThrownBy(() -> ImageFiles.read(file))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining(file + why);
    }
}
