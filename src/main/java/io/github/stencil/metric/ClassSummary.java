// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import java.math.BigInteger;
import java.util.List;

/**
 * What one image's class map is worth in a few numbers. NaN is undefined; all but kappa and MCC, which go down to -1, are
 * in 0..1.
 *
 * @param pixelAccuracy share of the pixels with the right class
 * @param meanIou mean of IoU over the classes that count: all but those that are NaN
 * @param meanDice the same of Dice
 * @param meanForegroundIou the same of IoU without class 0
 * @param meanForegroundDice the same of Dice without class 0
 * @param weightedIou mean of IoU weighted by the pixels of the class in the truth (Long, Shelhamer and Darrell 2015)
 * @param kappa agreement beyond chance (Cohen 1960)
 * @param mcc Matthews correlation coefficient for many classes (Gorodkin 2004)
 * @param classes how many classes entered the means; not whole in a mean over images
 */
public record ClassSummary(
        double pixelAccuracy,
        double meanIou,
        double meanDice,
        double meanForegroundIou,
        double meanForegroundDice,
        double weightedIou,
        double kappa,
        double mcc,
        double classes) {
    /** The scores' names in the order of {@link #values}, without the number of classes, which is no score. */
    static final List<String> NAMES = List.of(
            "PixelAccuracy",
            "MeanIoU",
            "MeanDice",
            "MeanForegroundIoU",
            "MeanForegroundDice",
            "WeightedIoU",
            "Kappa",
            "MCC");

    /**
     * Returns the summary of one image, or of a set of images whose counts were added.
     *
     * @param whenEmpty what a class that neither map contains is worth, and any other ratio of 0 to 0
     */
    public static ClassSummary of(ConfusionCounts counts, EmptyClass whenEmpty) {
        Mean iou = new Mean();
        Mean dice = new Mean();
        Mean foregroundIou = new Mean();
        Mean foregroundDice = new Mean();
        long right = 0;
        double weighted = 0;
        for (long label : counts.labels()) {
            double j = counts.iou(label, whenEmpty);
            double d = counts.dice(label, whenEmpty);
            iou.add(j);
            dice.add(d);
            if (label != 0) {
                foregroundIou.add(j);
                foregroundDice.add(d);
            }
            right += counts.truePositives(label);
            if (counts.truth(label) > 0) {
                weighted += counts.truth(label) * j;
            }
        }
        return new ClassSummary(
                whenEmpty.ratio(right, counts.pixels()),
                iou.orNaN(),
                dice.orNaN(),
                foregroundIou.orNaN(),
                foregroundDice.orNaN(),
                whenEmpty.ratio(weighted, (double) counts.pixels()),
                kappa(counts, right, whenEmpty),
                mcc(counts, right, whenEmpty),
                iou.terms);
    }

    /** (observed - expected) / (1 - expected), both times the squared number of pixels. */
    private static double kappa(ConfusionCounts counts, long right, EmptyClass whenEmpty) {
        Products sums = new Products(counts);
        return whenEmpty.ratio(
                sums.pixels
                        .multiply(BigInteger.valueOf(right))
                        .subtract(sums.truthTimesPredicted)
                        .doubleValue(),
                sums.squaredPixels().subtract(sums.truthTimesPredicted).doubleValue());
    }

    /** Covariance of truth and prediction, by the root of the product of their variances. */
    private static double mcc(ConfusionCounts counts, long right, EmptyClass whenEmpty) {
        Products sums = new Products(counts);
        double covariance = sums.pixels
                .multiply(BigInteger.valueOf(right))
                .subtract(sums.truthTimesPredicted)
                .doubleValue();
        double truth = sums.squaredPixels().subtract(sums.squaredTruth).doubleValue();
        double predicted = sums.squaredPixels().subtract(sums.squaredPredicted).doubleValue();
        return whenEmpty.ratio(covariance, Math.sqrt(truth * predicted));
    }

    /** Sums of products over the classes, exact: a difference that is 0 must be 0, and squared pixels outgrow a long. */
    private static final class Products {
        final BigInteger pixels;
        BigInteger truthTimesPredicted = BigInteger.ZERO;
        BigInteger squaredTruth = BigInteger.ZERO;
        BigInteger squaredPredicted = BigInteger.ZERO;

        Products(ConfusionCounts counts) {
            pixels = BigInteger.valueOf(counts.pixels());
            for (long label : counts.labels()) {
                BigInteger truth = BigInteger.valueOf(counts.truth(label));
                BigInteger predicted = BigInteger.valueOf(counts.predicted(label));
                truthTimesPredicted = truthTimesPredicted.add(truth.multiply(predicted));
                squaredTruth = squaredTruth.add(truth.multiply(truth));
                squaredPredicted = squaredPredicted.add(predicted.multiply(predicted));
            }
        }

        BigInteger squaredPixels() {
            return pixels.multiply(pixels);
        }
    }

    private static final class Mean {
        private double sum;
        private int terms;

        void add(double value) {
            if (!Double.isNaN(value)) {
                sum += value;
                terms++;
            }
        }

        double orNaN() {
            return terms == 0 ? Double.NaN : sum / terms;
        }
    }

    double[] values() {
        return new double[] {
            pixelAccuracy, meanIou, meanDice, meanForegroundIou, meanForegroundDice, weightedIou, kappa, mcc, classes
        };
    }

    static ClassSummary ofValues(double[] values) {
        return new ClassSummary(
                values[0], values[1], values[2], values[3], values[4], values[5], values[6], values[7], values[8]);
    }
}
