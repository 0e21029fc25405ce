// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

/**
 * What decides, at the end of an epoch, whether a training stops early and whether its rate is lowered.
 *
 * @param epoch the last one that was finished, 0 before the first
 * @param best the epoch with the highest score, 0 before the first
 * @param bestScore that score, or the epoch where nothing is held back
 * @param waited epochs since the rate was halved, the score rose, or the rate had risen to its height, whichever was last
 * @param halvings how often a plateau was met
 * @param alone epochs since the score rose, or the rate had risen to its height
 */
record EarlyStopping(int epoch, int best, double bestScore, int waited, int halvings, int alone) {
    /** Before the first epoch. */
    static final EarlyStopping START = new EarlyStopping(0, 0, Double.NEGATIVE_INFINITY, 0, 0, 0);

    /**
     * How long a training waits, in epochs. What the user gives counts steps, 50 at a time, so that large and small sets
     * wait alike.
     *
     * @param end without a higher score, until training ends
     * @param plateau without a higher score, until the rate is halved
     * @param warm first ones, in which the rate still rises
     */
    record Patience(int end, int plateau, int warm) {
        /** Of epochs that many steps are too noisy to be trusted singly. */
        private static final int FEWEST = 3;

        /** Returns the patience of so many times 50 steps in epochs of so many steps. */
        static Patience of(int patience, int steps) {
            int end = epochs((long) patience * StepPlan.FEWEST_STEPS, steps);
            int plateau = epochs((long) patience * StepPlan.FEWEST_STEPS, 4L * steps);
            return new Patience(
                    Math.max(Math.min(patience, FEWEST), end),
                    Math.max(2, plateau),
                    epochs(TrainingSchedule.WARM_UP, steps));
        }

        private static int epochs(long count, long each) {
            return (int) Math.min(Integer.MAX_VALUE, (count + each - 1) / each);
        }
    }

    /** Returns whether a score is the best so far; an undefined one only as the first. */
    boolean improvedBy(double score) {
        return best == 0 || score > bestScore || (Double.isNaN(bestScore) && !Double.isNaN(score));
    }

    /** Returns the same after one more epoch, which has a score. */
    EarlyStopping after(double score, Patience patience) {
        int next = epoch + 1;
        if (improvedBy(score)) {
            return new EarlyStopping(next, next, score, 0, halvings, 0);
        }
        if (next <= patience.warm) {
            return new EarlyStopping(next, best, bestScore, 0, halvings, 0);
        }
        boolean plateau = waited + 1 >= patience.plateau;
        return new EarlyStopping(
                next, best, bestScore, plateau ? 0 : waited + 1, plateau ? halvings + 1 : halvings, alone + 1);
    }

    /** Returns whether the score has not risen for as long as is waited. */
    boolean exhausted(Patience patience) {
        return alone >= patience.end;
    }
}
