// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntensitiesTest {
    private static final int WIDTH = 30;
    private static final int HEIGHT = 20;
    private static final int PIXELS = WIDTH * HEIGHT * 3; // three slices
    private static final int CHANNELS = 2;
    private static final int START = 100;

    @Test
    void withoutNamesValuesStay() {
        float[] values = random(1);
        vary(values, "flip,rotate", 4);
        assertThat(values).isEqualTo(random(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"intensity", "gamma", "noise", "blur"})
    void nothingBesideThePatchIsTouched(String name) {
        float[] before = random(2);
        float[] values = random(2);
        boolean changed = false;
        for (long seed = 0; seed < 10; seed++) {
            vary(values, name, seed);
            changed |= !Arrays.equals(values, before);
        }
        assertThat(changed).isTrue();
        int end = START + PIXELS * CHANNELS;
        assertThat(Arrays.copyOf(values, START)).isEqualTo(Arrays.copyOf(before, START));
        assertThat(Arrays.copyOfRange(values, end, values.length))
                .isEqualTo(Arrays.copyOfRange(before, end, before.length));
    }

    @Test
    void intensityIsALineForEachChannel() {
        for (long seed = 0; seed < 10; seed++) {
            float[] before = random(3);
            float[] values = random(3);
            vary(values, "intensity", seed);
            for (int c = 0; c < CHANNELS; c++) {
                int at = START + c;
                double factor = (values[at + 2] - values[at]) / (before[at + 2] - before[at]);
                double offset = values[at] - factor * before[at];
                assertThat(factor).as("seed %d", seed).isBetween(0.799, 1.251);
                assertThat(offset).isBetween(-0.101, 0.101);
                for (int i = at; i < START + PIXELS * CHANNELS; i += CHANNELS) {
                    assertThat((double) values[i]).isCloseTo(before[i] * factor + offset, within(1e-3));
                }
            }
        }
    }

    @Test
    void gammaKeepsLeastAndGreatestAndOrder() {
        float[] before = random(4);
        float[] values = random(4);
        vary(values, "gamma", 6);
        int[] order = IntStream.range(0, PIXELS)
                .boxed()
                .sorted((a, b) -> Float.compare(before[START + 2 * a], before[START + 2 * b]))
                .mapToInt(i -> START + 2 * i)
                .toArray();
        assertThat(values[order[0]]).isEqualTo(before[order[0]]);
        assertThat(values[order[PIXELS - 1]]).isCloseTo(before[order[PIXELS - 1]], within(1e-6f));
        for (int i = 1; i < PIXELS; i++) {
            assertThat(values[order[i]]).isGreaterThanOrEqualTo(values[order[i - 1]]);
        }
    }

    @Test
    void blurKeepsAConstantAndSmoothsTheRestWithinAPlane() {
        float[] flat = new float[START + PIXELS * CHANNELS + START];
        Arrays.fill(flat, 3);
        float[] values = random(5);
        double rough = roughness(values);
        double smoothest = rough;
        for (long seed = 0; seed < 10; seed++) {
            vary(flat, "blur", seed);
            float[] again = random(5);
            vary(again, "blur", seed);
            smoothest = Math.min(smoothest, roughness(again));
        }
        for (float value : flat) {
            assertThat(value).isCloseTo(3, within(1e-4f));
        }
        assertThat(smoothest).isLessThan(rough / 2);
    }

    @Test
    void noiseHasUpToATenthOfDeviation() {
        for (long seed = 0; seed < 10; seed++) {
            float[] values = new float[START + PIXELS * CHANNELS + START];
            vary(values, "noise", seed);
            double squares = 0;
            for (float value : values) {
                squares += value * value;
            }
            assertThat(Math.sqrt(squares / PIXELS / CHANNELS))
                    .as("seed %d", seed)
                    .isBetween(0.0, 0.105);
        }
    }

    @Test // each position is kept with probability 10/200; 5 standard deviations allowed
    void sitesKeepEveryPixelEquallyOften() {
        int[] kept = new int[200];
        int runs = 4000;
        for (int run = 0; run < runs; run++) {
            Sites sites = new Sites(10, new SplittableRandom(run));
            for (int i = 0; i < kept.length; i++) {
                sites.add(i);
            }
            assertThat(sites.count()).isEqualTo(200);
            kept[(int) sites.draw(new SplittableRandom(-run))]++;
        }
        double expected = runs / 200.0;
        for (int i = 0; i < kept.length; i++) {
            assertThat((double) kept[i]).as("position %d", i).isCloseTo(expected, within(5 * Math.sqrt(expected)));
        }
    }

    private static double roughness(float[] values) {
        double sum = 0;
        for (int i = START + CHANNELS; i < START + PIXELS * CHANNELS; i++) {
            sum += Math.abs(values[i] - values[i - CHANNELS]);
        }
        return sum;
    }

    private static void vary(float[] values, String names, long seed) {
        new Intensities(values, START, PIXELS, CHANNELS)
                .vary(Augmentation.of(names), WIDTH, HEIGHT, new SplittableRandom(seed));
    }

    private static float[] random(long seed) {
        Random random = new Random(seed);
        float[] values = new float[START + PIXELS * CHANNELS + START];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }
}
