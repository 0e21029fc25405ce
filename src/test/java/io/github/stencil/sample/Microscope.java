// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.sample;

import java.util.Random;

/**
 * What lies between the light of a scene and the numbers in an image: blur, glow, an uneven background, shot noise.
 *
 * @param offset the value of no light
 * @param gain values per photon
 * @param highest the largest value
 * @param background photons per pixel where nothing is, on average
 */
record Microscope(double offset, double gain, int highest, double background) {
    private static final double SHARPNESS = 1.2; // standard deviation of the blur, pixels
    private static final double GLOW_WIDTH = 11;
    private static final double GLOW = 0.07;
    private static final double READ_NOISE = 4;

    /** Returns the values of an image of a scene's light, rows from the top. */
    int[] image(double[] light, int width, int height, Random random) {
        double[] sharp = blur(light, width, height, SHARPNESS);
        double[] glow = blur(light, width, height, GLOW_WIDTH);
        double tilt = 2 * Math.PI * random.nextDouble();
        double spotX = width * random.nextDouble();
        double spotY = height * random.nextDouble();
        int[] values = new int[light.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = y * width + x;
                double u = (double) x / width - 0.5;
                double v = (double) y / height - 0.5;
                double slope = 1 + 0.5 * (u * StrictMath.cos(tilt) + v * StrictMath.sin(tilt));
                double distance = StrictMath.hypot(x - spotX, y - spotY) / (0.3 * width);
                double haze = 0.5 * StrictMath.exp(-distance * distance / 2);
                double photons = sharp[at] + GLOW * glow[at] + background * (slope + haze);
                double noisy = photons + random.nextGaussian() * Math.sqrt(photons + READ_NOISE * READ_NOISE);
                values[at] = (int) Math.max(0, Math.min(highest, Math.round(offset + gain * noisy)));
            }
        }
        return values;
    }

    /** Returns an image blurred by a Gaussian; beyond the edge its rows and columns are mirrored. */
    static double[] blur(double[] image, int width, int height, double sigma) {
        double[] across = new double[image.length];
        double[] both = new double[image.length];
        double[] kernel = kernel(sigma);
        for (int y = 0; y < height; y++) {
            blurLine(image, y * width, 1, width, kernel, across);
        }
        for (int x = 0; x < width; x++) {
            blurLine(across, x, width, height, kernel, both);
        }
        return both;
    }

    private static double[] kernel(double sigma) {
        double[] kernel = new double[(int) Math.ceil(3 * sigma) + 1];
        double sum = 0;
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] = StrictMath.exp(-i * i / (2 * sigma * sigma));
            sum += i == 0 ? kernel[i] : 2 * kernel[i];
        }
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] /= sum;
        }
        return kernel;
    }

    private static void blurLine(double[] from, int start, int step, int length, double[] kernel, double[] to) {
        for (int i = 0; i < length; i++) {
            double sum = kernel[0] * from[start + i * step];
            for (int k = 1; k < kernel.length; k++) {
                sum += kernel[k]
                        * (from[start + mirror(i - k, length) * step] + from[start + mirror(i + k, length) * step]);
            }
            to[start + i * step] = sum;
        }
    }

    private static int mirror(int index, int length) {
        int period = 2 * length;
        int in = Math.floorMod(index, period);
        return in < length ? in : period - 1 - in;
    }
}
