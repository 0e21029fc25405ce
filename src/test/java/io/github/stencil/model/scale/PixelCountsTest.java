// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ij.ImagePlus;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.model.Images;
import io.github.stencil.model.step.Normalization;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PixelCountsTest {

    @ParameterizedTest(name = "{0}-bit")
    @ValueSource(ints = {8, 16, 32})
    void percentilesAreThoseOfTheSortedPixels(int bits) {
        ImagePlus image = Images.noise(4, bits, 211, 57, 1, 1, 1);
        if (bits == 32) {
            image.getProcessor().subtract(1.5); // both signs
            image.getProcessor().setf(3, 3, -0f);
        }
        double[] sorted = sorted(image.getProcessor());
        PixelCounts counts = counts(image);
        for (double percent : new double[] {0, 1, 12.3, 50, 99.8, 100}) {
            double place = percent / 100 * (sorted.length - 1);
            int below = (int) place;
            int above = Math.min(sorted.length - 1, below + 1);
            double expected = sorted[below] + (sorted[above] - sorted[below]) * (place - below);
            assertThat(counts.percentile(percent)).as("%s%%", percent).isCloseTo(expected, within(1e-9));
        }
        double mean = Arrays.stream(sorted).average().orElseThrow();
        double variance = Arrays.stream(sorted)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow();
        assertThat(counts.mean()).isCloseTo(mean, within(1e-9 * Math.max(1, Math.abs(mean))));
        assertThat(counts.deviation()).isCloseTo(Math.sqrt(variance), within(1e-6 * Math.max(1, Math.sqrt(variance))));
    }

    @Test // numpy 2.4.6: np.percentile([3, 1, 4, 1, 5, 9, 2, 6], [1, 99.8]) and their mean and std
    void percentilesAreNumpys() {
        float[] pixels = {3, 1, 4, 1, 5, 9, 2, 6};
        PixelCounts counts = counts(new ImagePlus("digits", new FloatProcessor(4, 2, pixels)));
        assertThat(counts.percentile(1)).isEqualTo(1.0);
        assertThat(counts.percentile(99.8)).isCloseTo(8.958, within(1e-12));
        assertThat(counts.percentile(30)).isCloseTo(2.1, within(1e-12));
        assertThat(counts.mean()).isEqualTo(3.875);
        assertThat(counts.deviation()).isCloseTo(2.5708704751503917, within(1e-12));
    }

    @Test
    void aChannelsScaleDoesNotDependOnTheOthers() {
        ImagePlus image = Images.noise(4, 16, 30, 20, 2, 2, 1);
        PlaneScale scale = PlaneScale.of(AxisImage.of(image), 1, 0, Normalization.PERCENTILES);
        double[] second = sorted(image.getStack().getProcessor(image.getStackIndex(2, 2, 1)));
        assertThat((double) scale.low().get(1)).isCloseTo(second[5] + (second[6] - second[5]) * 0.99, within(1e-2));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void aPixelThatIsNoNumberIsNamedByItsPlace(float value) {
        ImagePlus image = Images.noise(4, 32, 30, 20, 1, 1, 1);
        image.getProcessor().setf(7, 11, value);
        assertThatThrownBy(() -> counts(image))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("\"noise.tif\" has the value " + value + " at x=7, y=11");
    }

    private static PixelCounts counts(ImagePlus image) {
        Plane plane = new Plane(AxisImage.of(image), 0, 0, 0, 0);
        return image.getBitDepth() == 32 ? PixelCounts.ofFloats(plane) : PixelCounts.ofIntegers(plane);
    }

    private static double[] sorted(ImageProcessor pixels) {
        return IntStream.range(0, pixels.getPixelCount())
                .mapToDouble(pixels::getf)
                .sorted()
                .toArray();
    }
}
