// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import java.io.Serializable;
import java.util.List;

/**
 * How well the true objects are covered, each by the prediction that suits it best. A prediction may serve several, and
 * extra ones do not count.
 *
 * @param truths how many objects are true
 * @param sumOfMajority sum of the IoU of each with the prediction that covers more than half of it, if there is one
 * @param sumOfBest sum of the largest IoU of each with any prediction
 */
public record TruthCoverage(long truths, double sumOfMajority, double sumOfBest) implements Serializable {
    /** The names of what {@link ObjectReport#summary} lists, in its order. */
    public static final List<String> NAMES = List.of("SEG", "MeanIoUOfTruth");

    /** Returns how well the true objects of an image are covered. */
    public static TruthCoverage of(Overlaps overlaps) {
        double majority = 0;
        double sumOfBest = 0;
        for (int truth = 0; truth < overlaps.truths(); truth++) {
            double best = 0;
            for (int pair = overlaps.firstPair(truth); pair < overlaps.firstPair(truth + 1); pair++) {
                double iou = overlaps.iou(truth, pair);
                best = Math.max(best, iou);
                if (2 * overlaps.pixels(pair) > overlaps.truthArea(truth)) {
                    majority += iou;
                }
            }
            sumOfBest += best;
        }
        return new TruthCoverage(overlaps.truths(), majority, sumOfBest);
    }

    /** Returns the coverage of both sets of objects. */
    public TruthCoverage plus(TruthCoverage other) {
        return new TruthCoverage(
                truths + other.truths, sumOfMajority + other.sumOfMajority, sumOfBest + other.sumOfBest);
    }

    /**
     * Returns the score SEG of the Cell Tracking Challenge (Maška et al., Bioinformatics 30, 2014): the mean over true
     * objects of the IoU with the prediction that covers more than half of it, 0 where none does.
     */
    public double seg(EmptyClass whenEmpty) {
        return whenEmpty.ratio(sumOfMajority, (double) truths);
    }

    /** Returns the mean over true objects of the largest IoU with any prediction, 0 where none overlaps. */
    public double meanIou(EmptyClass whenEmpty) {
        return whenEmpty.ratio(sumOfBest, (double) truths);
    }

    double[] values(EmptyClass whenEmpty) {
        return new double[] {seg(whenEmpty), meanIou(whenEmpty)};
    }
}
