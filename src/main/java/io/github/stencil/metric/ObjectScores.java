// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import java.io.Serializable;
import java.util.List;

/**
 * How many objects of an image, or of several, were found, where a pair counts from a certain IoU on.
 *
 * @param threshold the least IoU of a pair
 * @param truePositives pairs, one to one
 * @param falsePositives predicted objects without a partner
 * @param falseNegatives true objects without a partner
 * @param sumIou sum of the pairs' IoU
 */
public record ObjectScores(
        double threshold, long truePositives, long falsePositives, long falseNegatives, double sumIou)
        implements Serializable {
    /** The names of what {@link ObjectReport#scores} lists, in its order. */
    public static final List<String> NAMES = List.of(
            "TP",
            "FP",
            "FN",
            "Precision",
            "Recall",
            "F1",
            "Accuracy",
            "MeanTrueScore",
            "MeanMatchedScore",
            "PanopticQuality");

    /** Returns the scores of both sets of objects; the threshold is this one's. */
    public ObjectScores plus(ObjectScores other) {
        return new ObjectScores(
                threshold,
                truePositives + other.truePositives,
                falsePositives + other.falsePositives,
                falseNegatives + other.falseNegatives,
                sumIou + other.sumIou);
    }

    /** Returns TP / (TP + FP), in 0..1. */
    public double precision(EmptyClass whenEmpty) {
        return whenEmpty.ratio(truePositives, truePositives + falsePositives);
    }

    /** Returns TP / (TP + FN), in 0..1. */
    public double recall(EmptyClass whenEmpty) {
        return whenEmpty.ratio(truePositives, truePositives + falseNegatives);
    }

    /** Returns 2 TP / (2 TP + FP + FN), in 0..1. */
    public double f1(EmptyClass whenEmpty) {
        return whenEmpty.ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
    }

    /** Returns TP / (TP + FP + FN), in 0..1; also called average precision, though it is no mean. */
    public double accuracy(EmptyClass whenEmpty) {
        return whenEmpty.ratio(truePositives, truePositives + falsePositives + falseNegatives);
    }

    /** Returns the pairs' IoU summed, by the number of true objects, in 0..1. */
    public double meanTrueScore(EmptyClass whenEmpty) {
        return whenEmpty.ratio(sumIou, (double) truePositives + falseNegatives);
    }

    /** Returns the mean of the pairs' IoU, in threshold..1; also called segmentation quality. */
    public double meanMatchedScore(EmptyClass whenEmpty) {
        return whenEmpty.ratio(sumIou, (double) truePositives);
    }

    /** Returns sum of IoU / (TP + FP / 2 + FN / 2), in 0..1 (Kirillov et al., Panoptic Segmentation, CVPR 2019). */
    public double panopticQuality(EmptyClass whenEmpty) {
        return whenEmpty.ratio(2 * sumIou, 2.0 * truePositives + falsePositives + falseNegatives);
    }

    /** Returns TP, FP, FN, and the scores in the order of the methods above. */
    double[] values(EmptyClass whenEmpty) {
        return new double[] {
            truePositives,
            falsePositives,
            falseNegatives,
            precision(whenEmpty),
            recall(whenEmpty),
            f1(whenEmpty),
            accuracy(whenEmpty),
            meanTrueScore(whenEmpty),
            meanMatchedScore(whenEmpty),
            panopticQuality(whenEmpty)
        };
    }
}
