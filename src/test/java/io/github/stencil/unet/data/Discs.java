// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import java.util.Random;

/** Generated patches for tests: bright discs, or balls, on noise; class 1 inside, 0 outside. */
public final class Discs implements BatchSource {
    private final long seed;
    private final int steps;
    private final int[] shape;
    private final int channels;
    private Random random = new Random(0);

    public Discs(long seed, int steps, int channels, int... shape) {
        this.seed = seed;
        this.steps = steps;
        this.channels = channels;
        this.shape = shape.clone();
    }

    @Override
    public void begin(int epoch) {
        random = new Random(seed * 1000 + epoch);
    }

    @Override
    public Batch next() {
        return batch(random, channels, shape);
    }

    @Override
    public int stepsPerEpoch() {
        return steps;
    }

    @Override
    public void close() {}

    static Batch batch(Random random, int channels, int... shape) {
        int pixels = shape[1] * shape[2] * shape[3];
        float[] images = new float[shape[0] * pixels * channels];
        int[] labels = new int[shape[0] * pixels];
        float[] weights = new float[labels.length];
        java.util.Arrays.fill(weights, 1);
        for (int n = 0; n < shape[0]; n++) {
            int[] truth = truth(random, shape[1], shape[2], shape[3]);
            for (int i = 0; i < pixels; i++) {
                labels[n * pixels + i] = truth[i];
                for (int c = 0; c < channels; c++) {
                    images[(n * pixels + i) * channels + c] =
                            (float) (0.2 + 0.6 * truth[i] + 0.1 * random.nextGaussian());
                }
            }
        }
        return new Batch(images, labels, weights, shape);
    }

    /** Draws a few discs: about a third of the pixels. */
    public static int[] truth(Random random, int depth, int height, int width) {
        int[] truth = new int[depth * height * width];
        double radius = Math.min(height, width) / 5.0;
        for (int disc = 0; disc < 4; disc++) {
            double cz = random.nextDouble() * depth;
            double cy = random.nextDouble() * height;
            double cx = random.nextDouble() * width;
            double r = radius * (0.7 + 0.6 * random.nextDouble());
            for (int i = 0; i < truth.length; i++) {
                double dx = i % width - cx;
                double dy = i / width % height - cy;
                double dz = depth == 1 ? 0 : i / (width * height) - cz;
                if (dx * dx + dy * dy + dz * dz < r * r) {
                    truth[i] = 1;
                }
            }
        }
        return truth;
    }
}
