// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ij.plugin.filter.EDM;
import ij.process.ByteProcessor;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DistanceTransformTest {

    @ParameterizedTest(name = "seed {0}")
    @CsvSource({"1,0.02", "2,0.3", "3,0.9", "4,0.004", "5,0.0005"})
    void everyDistanceIsThatToTheNearestOfAllSources(long seed, double share) {
        Random random = new Random(seed);
        for (int[] size : new int[][] {{31, 23}, {1, 40}, {40, 1}, {1, 1}, {37, 5, 6}, {3, 19, 11}, {17, 1, 9}}) {
            double[] spacing = new double[size.length];
            for (int d = 0; d < size.length; d++) {
                spacing[d] = 0.1 + 2 * random.nextDouble();
            }
            boolean[] sources = sources(random, size, share);
            double[] ours = DistanceTransform.squared(size, spacing, i -> sources[i], Progress.NONE);
            for (int i = 0; i < sources.length; i++) {
                double expected = nearest(i, size, spacing, sources);
                if (Double.isInfinite(expected)) {
                    assertThat(ours[i]).isEqualTo(expected);
                } else {
                    assertThat(ours[i]).as("pixel %d", i).isCloseTo(expected, within(1e-13 * (1 + expected)));
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12})
    void distancesInPixelsAreExact(long seed) {
        int[] size = {67, 45};
        double[] spacing = {1, 1};
        boolean[] sources = sources(new Random(seed), size, 0.01);
        double[] ours = DistanceTransform.squared(size, spacing, i -> sources[i], Progress.NONE);
        for (int i = 0; i < sources.length; i++) {
            assertThat(ours[i]).isEqualTo(nearest(i, size, spacing, sources));
        }
    }

    @Test
    void aTransposedImageHasTransposedDistances() {
        int[] size = {300, 170};
        boolean[] sources = sources(new Random(3), size, 0.001);
        double[] ours = DistanceTransform.squared(size, new double[] {0.5, 2}, i -> sources[i], Progress.NONE);
        double[] turned = DistanceTransform.squared(
                new int[] {170, 300}, new double[] {2, 0.5}, i -> sources[i / 170 + i % 170 * 300], Progress.NONE);
        for (int i = 0; i < turned.length; i++) {
            assertThat(turned[i]).isCloseTo(ours[i / 170 + i % 170 * 300], within(1e-9));
        }
    }

    @Test // ImageJ 1.54p, which measures from the background and is exact in masks this small
    void distancesEqualImageJsDistanceMap() {
        int[] size = {200, 150};
        boolean[] sources = sources(new Random(5), size, 0.003);
        ByteProcessor mask = new ByteProcessor(200, 150);
        for (int i = 0; i < sources.length; i++) {
            mask.set(i, sources[i] ? 0 : 255);
        }
        float[] theirs = (float[]) new EDM().makeFloatEDM(mask, 0, false).getPixels();
        float[] ours = DistanceTransform.distances(size, new double[] {1, 1}, i -> sources[i], Progress.NONE);
        for (int i = 0; i < ours.length; i++) {
            assertThat(ours[i]).isCloseTo(theirs[i], within(1e-4f));
        }
    }

    @Test
    void withoutSourcesEverythingIsInfinitelyFar() {
        assertThat(DistanceTransform.distances(new int[] {4, 3}, new double[] {1, 1}, i -> false, Progress.NONE))
                .containsOnly(Float.POSITIVE_INFINITY);
    }

    @Test
    void impossibleSizesAreRefused() {
        assertThatThrownBy(() ->
                        DistanceTransform.squared(new int[] {4, 3}, new double[] {1, 0}, i -> false, Progress.NONE))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("[1.0, 0.0]");
        assertThatThrownBy(() -> DistanceTransform.squared(
                        new int[] {1 << 16, 1 << 15}, new double[] {1, 1}, i -> false, Progress.NONE))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("fewer than 2^31");
    }

    private static boolean[] sources(Random random, int[] size, double share) {
        int length = 1;
        for (int pixels : size) {
            length *= pixels;
        }
        boolean[] sources = new boolean[length];
        for (int i = 0; i < length; i++) {
            sources[i] = random.nextDouble() < share;
        }
        return sources;
    }

    private static double nearest(int pixel, int[] size, double[] spacing, boolean[] sources) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < sources.length; i++) {
            if (sources[i]) {
                double sum = 0;
                int a = pixel;
                int b = i;
                for (int d = 0; d < size.length; d++) {
                    double apart = (a % size[d] - b % size[d]) * spacing[d];
                    sum += apart * apart;
                    a /= size[d];
                    b /= size[d];
                }
                least = Math.min(least, sum);
            }
        }
        return least;
    }
}
