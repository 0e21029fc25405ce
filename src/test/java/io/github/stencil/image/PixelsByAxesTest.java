// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.measure.Calibration;
import io.github.stencil.StencilException;
import java.util.Random;
import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From ImgLib2 to an image with axes, and back. */
class PixelsByAxesTest {
    private static Img<UnsignedShortType> random(long... size) {
        Img<UnsignedShortType> image = ArrayImgs.unsignedShorts(size);
        Random random = new Random(size.length);
        image.forEach(pixel -> pixel.set(random.nextInt(65_536)));
        return image;
    }

    @ParameterizedTest
    @CsvSource({"XY", "YX", "XYZ", "ZYX", "CXY", "TYXC", "XYCZT", "TZCYX", "CZXTY"})
    void thePixelsWithTheAxesThatWereNamedAreTheImage(String axes) {
        long[] size = new long[axes.length()];
        for (int d = 0; d < size.length; d++) {
            size[d] = d + 2L;
        }
        Img<UnsignedShortType> image = random(size);
        RandomAccessibleInterval<? extends RealType<?>> back =
                AxisImage.of(image, axes).pixels(axes);
        assertThat(back.dimensionsAsLongArray()).isEqualTo(size);
        Cursor<UnsignedShortType> at = image.localizingCursor();
        while (at.hasNext()) {
            int value = at.next().get();
            assertThat(back.getAt(at).getRealDouble()).as(axes).isEqualTo(value);
        }
        back.firstElement().setReal(77);
        assertThat(image.firstElement().get()).as("a view, no copy").isEqualTo(77);
    }

    @Test
    void otherOrdersAreTurnedAndAxesOfOnePixelMayGo() {
        AxisImage image = AxisImage.of(random(4, 3, 1, 2), "XYCZ");
        var turned = image.pixels("zyx");
        assertThat(turned.dimensionsAsLongArray()).containsExactly(2, 3, 4);
        for (int x = 0; x < 4; x++) {
            for (int y = 0; y < 3; y++) {
                for (int z = 0; z < 2; z++) {
                    assertThat(turned.getAt(z, y, x).getRealDouble())
                            .isEqualTo(image.pixels().getAt(x, y, 0, z, 0).getRealDouble());
                }
            }
        }
    }

    @Test
    void axesThatDoNotFitAreOneSentence() {
        AxisImage image = AxisImage.of(random(4, 3, 2), "XYZ");
        assertThatThrownBy(() -> image.pixels("XY"))
                .isInstanceOf(StencilException.class)
                .hasMessage(
                        "The axes \"XY\" leave out Z, along which the image has 2 pixels. Name it too, or cut the image.");
        assertThatThrownBy(() -> image.pixels("XYZZ")).hasMessageStartingWith("The axes \"XYZZ\" are not some of X, Y");
        assertThatThrownBy(() -> image.pixels("XYQ")).isInstanceOf(StencilException.class);
    }

    @Test
    void theCalibrationIsCopied() {
        Calibration calibration = new Calibration();
        calibration.pixelWidth = 0.5;
        calibration.setUnit("mm");
        AxisImage image = AxisImage.of("cells", random(4, 3), "XY", calibration);
        calibration.pixelWidth = 3;
        assertThat(image.title()).isEqualTo("cells");
        assertThat(image.imagePlus().getCalibration().pixelWidth).isEqualTo(0.5);
        assertThat(image.imagePlus().getCalibration().getUnit()).isEqualTo("mm");
        assertThat(AxisImage.of(random(4, 3), "XY").description().calibration().scaled())
                .isFalse();
    }
}
