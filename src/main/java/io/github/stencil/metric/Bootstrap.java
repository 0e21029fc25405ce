package io.github.stencil.metric;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Means over images with intervals from resampling the images (percentile method; Efron and Tibshirani 1993): 10,000
 * resamples, the same ones for every score, from a fixed seed. An undefined score is left out of its mean; with fewer
 * than two defined ones there is no interval.
 *
 * @param mean a mean per score, NaN where no image has the score
 * @param low the 2.5th percentile of the resampled means, interpolated between ranks
 * @param high the 97.5th percentile
 */
record Bootstrap(ClassSummary mean, ClassSummary low, ClassSummary high) {
    private static final int RESAMPLES = 10_000;
    private static final long SEED = 1;

    /** Returns means and intervals over images, the first {@code count} rows; at least one. */
    static Bootstrap of(List<ClassReport.SummaryRow> rows, int count) {
        double[][] images = new double[count][]; // [image][score]
        int[] each = new int[images.length];
        for (int i = 0; i < images.length; i++) {
            images[i] = rows.get(i).scores().values();
            each[i] = i;
        }
        int scores = images[0].length;
        double[] mean = new double[scores];
        double[] low = new double[scores];
        double[] high = new double[scores];
        Arrays.fill(low, Double.NaN);
        Arrays.fill(high, Double.NaN);
        mean(images, each, mean);
        if (images.length > 1) {
            intervals(images, low, high);
        }
        return new Bootstrap(ClassSummary.ofValues(mean), ClassSummary.ofValues(low), ClassSummary.ofValues(high));
    }

    private static void intervals(double[][] images, double[] low, double[] high) {
        SplittableRandom random = new SplittableRandom(SEED);
        int[] drawn = new int[images.length];
        double[] mean = new double[low.length];
        double[][] means = new double[low.length][RESAMPLES];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = random.nextInt(images.length);
            }
            mean(images, drawn, mean);
            for (int score = 0; score < mean.length; score++) {
                means[score][resample] = mean[score];
            }
        }
        for (int score = 0; score < low.length; score++) {
            if (defined(images, score) > 1) {
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

    private static void mean(double[][] images, int[] drawn, double[] mean) {
        for (int score = 0; score < mean.length; score++) {
            double sum = 0;
            int terms = 0;
            for (int image : drawn) {
                double value = images[image][score];
                if (!Double.isNaN(value)) {
                    sum += value;
                    terms++;
                }
            }
            mean[score] = terms == 0 ? Double.NaN : sum / terms;
        }
    }

    private static int defined(double[][] images, int score) {
        int count = 0;
        for (double[] image : images) {
            count += Double.isNaN(image[score]) ? 0 : 1;
        }
        return count;
    }

    private static double percentile(double[] sorted, int count, double share) {
        double rank = share * (count - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, count - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }
}
