// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.file;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ImageFilesTest {
    @TempDir
    private Path folder;

    @Test
    void pixelsAreCountedFromTheHeader() throws IOException {
        ImageStack stack = new ImageStack(30, 20);
        for (int z = 0; z < 5; z++) {
            stack.addSlice(new ByteProcessor(30, 20));
        }
        String tiff = folder.resolve("stack.tif").toString();
        IJ.saveAsTiff(new ImagePlus("", stack), tiff);
        assertThat(ImageFiles.mostPixels(Path.of(tiff))).isBetween(30L * 20 * 5, 30L * 20 * 5 + 2000);
        String png = folder.resolve("label.png").toString();
        IJ.saveAs(new ImagePlus("", new ByteProcessor(3000, 2000)), "PNG", png);
        assertThat(Files.size(Path.of(png))).isLessThan(100_000);
        assertThat(ImageFiles.mostPixels(Path.of(png))).isEqualTo(3000L * 2000);
        assertThat(ImageFiles.mostPixels(Files.writeString(folder.resolve("text.txt"), "no image")))
                .isEqualTo(-1);
    }

    @Test
    void headersThatLeadInACircleAreNotFollowedForEver() throws IOException {
        ByteBuffer tiff = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
        tiff.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
        tiff.putShort((short) 2);
        for (int tag : new int[] {256, 257}) { // width and height
            tiff.putShort((short) tag).putShort((short) 3).putInt(1).putInt(10);
        }
        tiff.putInt(8); // the next header is this one
        Path file = Files.write(folder.resolve("circle.tif"), tiff.array());
        assertThat(ImageFiles.mostPixels(file)).isEqualTo(-1);
    }
}
