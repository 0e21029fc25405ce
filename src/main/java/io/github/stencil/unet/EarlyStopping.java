// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

/**
 * What decides, at the end of an epoch, whether a training stops early and whether its rate is lowered.
 *
 * @param epoch the last one that was finished, 0 before the first
 * @param best the epoch with the highest score, 0 before the first
 * @param bestScore that score: the mean validation IoU, or the epoch where nothing is held back
 * @param waited epochs since the rate was halved or the score rose, whichever was later
 * @param halvings how often a plateau was met
 */
record EarlyStopping(int epoch, int best, double bestScore, int waited, int halvings) {
    /** Before the first epoch. */
    static final EarlyStopping START = new EarlyStopping(0, 0, Double.NEGATIVE_INFINITY, 0, 0);

    /** Returns whether a score is the best so far; an undefined one only as the first. */
    boolean improvedBy(double score) {
        return best == 0 || score > bestScore || (Double.isNaN(bestScore) && !Double.isNaN(score));
    }

    /** Returns the same after one more epoch, which has a score. */
    EarlyStopping after(double score, int patience) {
        int next = epoch + 1;
        if (improvedBy(score)) {
            return new EarlyStopping(next, next, score, 0, halvings);
        }
        boolean plateau = waited + 1 >= Math.max(2, patience / 4);
        return new EarlyStopping(next, best, bestScore, plateau ? 0 : waited + 1, plateau ? halvings + 1 : halvings);
    }

    /** Returns whether the score has not risen for so many epochs. */
    boolean exhausted(int patience) {
        return epoch - best >= patience;
    }
}
