// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Means over images with intervals from resampling the images (percentile method; Efron and Tibshirani 1993): 10,000
 * resamples, the same ones for every score, from a fixed seed. An undefined score is left out of its mean; with fewer
 * than two defined ones there is no interval.
 */
final class Bootstrap {
    private static final int RESAMPLES = 10_000;
    private static final long SEED = 1;

    private final double[] mean;
    private final double[] low;
    private final double[] high;

    /**
     * Computes means and intervals over images.
     *
     * @param columns [score][image]; at least one image, as many for each score
     */
    Bootstrap(double[][] columns) {
        mean = new double[columns.length];
        low = new double[columns.length];
        high = new double[columns.length];
        Arrays.fill(low, Double.NaN);
        Arrays.fill(high, Double.NaN);
        for (int score = 0; score < columns.length; score++) {
            int[] each = IntStream.range(0, columns[score].length).toArray();
            mean[score] = mean(columns[score], each);
        }
        if (columns.length > 0 && columns[0].length > 1) {
            intervals(columns, low, high);
        }
    }

    /** Returns a mean per score, NaN where no image has the score. */
    double[] mean() {
        return mean.clone();
    }

    /** Returns the 2.5th percentile of the resampled means of each score, interpolated between ranks. */
    double[] low() {
        return low.clone();
    }

    /** Returns the 97.5th percentile; see {@link #low}. */
    double[] high() {
        return high.clone();
    }

    private static void intervals(double[][] columns, double[] low, double[] high) {
        SplittableRandom random = new SplittableRandom(SEED);
        int[] drawn = new int[columns[0].length];
        double[][] means = new double[columns.length][RESAMPLES];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = random.nextInt(drawn.length);
            }
            for (int score = 0; score < columns.length; score++) {
                means[score][resample] = mean(columns[score], drawn);
            }
        }
        for (int score = 0; score < columns.length; score++) {
            if (defined(columns[score]) > 1) {
                double[] sorted = means[score];
                Arrays.sort(sorted); // NaN, from a draw of none but undefined scores, comes last
                int count = RESAMPLES;
                while (Double.isNaN(sorted[count - 1])) {
                    count--;
                }
                low[score] = percentile(sorted, count, 0.025);
                high[score] = percentile(sorted, count, 0.975);
            }
        }
    }

    private static double mean(double[] values, int[] drawn) {
        double sum = 0;
        int terms = 0;
        for (int image : drawn) {
            double value = values[image];
            if (!Double.isNaN(value)) {
                sum += value;
                terms++;
            }
        }
        return terms == 0 ? Double.NaN : sum / terms;
    }

    private static int defined(double[] values) {
        int count = 0;
        for (double value : values) {
            count += Double.isNaN(value) ? 0 : 1;
        }
        return count;
    }

    private static double percentile(double[] sorted, int count, double share) {
        double rank = share * (count - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, count - 1);
        return sorted[below] == sorted[above] // infinite ones, too
                ? sorted[below]
                : sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }
}
