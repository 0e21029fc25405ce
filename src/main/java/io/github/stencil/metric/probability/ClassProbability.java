// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric.probability;

import io.github.stencil.metric.EmptyClass;
import java.io.Serializable;

/**
 * How good the probabilities of one class are in an image.
 *
 * @param label the class
 * @param pixels how many pixels are compared
 * @param positives how many of them are of the class
 * @param reliability how often what was given a probability is so
 * @param curve what masks cut at thresholds score
 * @param wins of all pairs of a pixel of the class and another one, how many give the first the higher probability; half
 *     where both are equal
 * @param precisions the sum over pixels of the class of the precision of a mask cut at their probability
 */
public record ClassProbability(
        long label,
        long pixels,
        long positives,
        Reliability reliability,
        ThresholdCurve curve,
        double wins,
        double precisions)
        implements Serializable {

    /**
     * Returns the area under the receiver operating characteristic (Hanley and McNeil, Radiology 143, 1982): how probable it
     * is that a pixel of the class has a higher probability than another one, ties counting half.
     *
     * @return AUROC, 0 to 1, 0.5 by chance; {@code whenEmpty}'s value if all pixels are of the class, or none
     */
    public double auroc(EmptyClass whenEmpty) {
        return whenEmpty.ratio(wins, (double) positives * (pixels - positives));
    }

    /**
     * Returns the average precision: the sum over probabilities p, from high to low, of the gain in recall at p times the
     * precision of all pixels of at least p, without interpolation.
     *
     * @return AP, 0 to 1; {@code whenEmpty}'s value if no pixel is of the class
     */
    public double averagePrecision(EmptyClass whenEmpty) {
        return whenEmpty.ratio(precisions, (double) positives);
    }
}
