// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import io.github.stencil.tile.Mirror;
import io.github.stencil.unet.data.Augmentation.Change;
import java.util.SplittableRandom;

/** Variations of a patch's values, [D, H, W, C] at some place of an array; channels are varied each by itself. */
final class Intensities {
    private static final double INTENSITY = 1.25;
    private static final double OFFSET = 0.1;
    private static final double GAMMA = 1.4;
    private static final double NOISE = 0.1;
    private static final double BLUR = 1.5;

    private final float[] values;
    private final int start;
    private final int pixels;
    private final int channels;

    Intensities(float[] values, int start, int pixels, int channels) {
        this.values = values;
        this.start = start;
        this.pixels = pixels;
        this.channels = channels;
    }

    /** Varies the patch, blur first and noise last, as a microscope would. */
    void vary(Augmentation augmentation, int width, int height, SplittableRandom random) {
        if (augmentation.has(Change.BLUR) && random.nextBoolean()) {
            blur(BLUR * random.nextDouble(), width, height);
        }
        if (augmentation.has(Change.GAMMA)) {
            for (int c = 0; c < channels; c++) {
                gamma(c, RandomStreams.factor(random, GAMMA));
            }
        }
        if (augmentation.has(Change.INTENSITY)) {
            for (int c = 0; c < channels; c++) {
                float factor = (float) RandomStreams.factor(random, INTENSITY);
                float offset = (float) (OFFSET * (2 * random.nextDouble() - 1));
                for (int i = start + c; i < start + pixels * channels; i += channels) {
                    values[i] = values[i] * factor + offset;
                }
            }
        }
        if (augmentation.has(Change.NOISE)) {
            float deviation = (float) (NOISE * random.nextDouble());
            for (int i = start; i < start + pixels * channels; i++) {
                values[i] += deviation * (float) random.nextGaussian();
            }
        }
    }

    private void gamma(int channel, double exponent) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (int i = start + channel; i < start + pixels * channels; i += channels) {
            min = Math.min(min, values[i]);
            max = Math.max(max, values[i]);
        }
        float range = max - min;
        if (range > 0) {
            for (int i = start + channel; i < start + pixels * channels; i += channels) {
                values[i] = min + range * (float) Math.pow((values[i] - min) / range, exponent);
            }
        }
    }

    private void blur(double sigma, int width, int height) {
        int radius = (int) Math.ceil(3 * sigma);
        float[] kernel = new float[2 * radius + 1];
        double sum = 0;
        for (int i = -radius; i <= radius; i++) {
            sum += Math.exp(-i * i / (2 * sigma * sigma));
        }
        for (int i = -radius; i <= radius; i++) {
            kernel[i + radius] = (float) (Math.exp(-i * i / (2 * sigma * sigma)) / sum);
        }
        if (radius == 0) {
            return;
        }
        for (int row = 0; row < pixels / width; row++) {
            for (int c = 0; c < channels; c++) {
                convolve(kernel, start + row * width * channels + c, channels, width);
            }
        }
        for (int slice = 0; slice < pixels / (width * height); slice++) {
            for (int i = 0; i < width * channels; i++) {
                convolve(kernel, start + slice * width * height * channels + i, width * channels, height);
            }
        }
    }

    private void convolve(float[] kernel, int first, int stride, int length) {
        int radius = kernel.length / 2;
        float[] line = new float[length + 2 * radius];
        for (int i = 0; i < line.length; i++) {
            line[i] = values[first + stride * Mirror.at(i - radius, length)];
        }
        for (int i = 0; i < length; i++) {
            float sum = 0;
            for (int k = 0; k < kernel.length; k++) {
                sum += kernel[k] * line[i + k];
            }
            values[first + stride * i] = sum;
        }
    }
}
