// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.stencil.image.AxisImage;
import io.github.stencil.image.BlockSource;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.PixelType;
import java.nio.file.Path;
import net.imglib2.Interval;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;

class ValidationPictureTest {
    @Test
    void theImageIsBesideItsClasses() {
        AxisImage image = AxisImage.of("a", ArrayImgs.unsignedBytes(new byte[] {0, (byte) 200, 100, 0}, 2, 2), "XY");
        float[] classes = {1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0}; // [C, Y, X]: 0 1 / 2 0
        AxisImage probabilities = AxisImage.of("b", ArrayImgs.floats(classes, 2, 2, 3), "XYC");
        var picture = ValidationPicture.picture(image, probabilities);
        assertThat(picture.getWidth()).isEqualTo(8);
        assertThat(picture.getHeight()).isEqualTo(2);
        assertThat(picture.get(0, 0) & 0xffffff).isZero();
        assertThat(picture.get(1, 0) & 0xffffff).isEqualTo(0xffffff);
        assertThat(picture.get(6, 0) & 0xffffff).as("class 0 is the image").isZero();
        assertThat(picture.get(7, 0) & 0xffffff).isEqualTo(0x7fceb9);
        assertThat(picture.get(6, 1) & 0xffffff).isNotEqualTo(picture.get(0, 1) & 0xffffff);
    }

    @Test
    void anImageWithMoreValuesThanAnArrayHoldsIsShownSmall() {
        var picture = ValidationPicture.picture(empty(1, PixelType.UINT8), empty(3, PixelType.FLOAT32));
        assertThat(picture.getHeight()).isEqualTo(1000);
        assertThat(picture.getWidth()).isEqualTo(2004);
    }

    /** Returns an image of 30,000 x 30,000 zeros in each channel, which are nowhere. */
    private static AxisImage empty(int channels, PixelType type) {
        Extent extent = new Extent(30_000, 30_000, channels, 1, 1);
        BlockSource zeros = new BlockSource() {
            @Override
            public void copy(Interval block, Object array) {
                // an array is made of zeros
            }

            @Override
            public Extent grain() {
                return extent.row();
            }
        };
        return AxisImage.of(Description.of("large", type, extent), zeros, Path.of("large"), "");
    }
}
