// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import io.github.stencil.StencilException;

/**
 * How long a network learns, and how fast.
 *
 * @param epochs at most so many, at least 1
 * @param rate the first learning rate, above 0
 * @param schedule how it changes
 * @param patience how long training goes on without a better score, in {@link StepPlan#FEWEST_STEPS} steps each; at least 1
 * @param seed of weights and dropout
 */
public record TrainingSchedule(int epochs, double rate, Schedule schedule, int patience, long seed) {
    /** In so many first steps the rate rises to its height. */
    static final int WARM_UP = 50;

    /** A hundred epochs, from the rate 0.001 down plateau by plateau, patience 20 and seed 1. */
    public static final TrainingSchedule USUAL = new TrainingSchedule(100, 0.001, Schedule.PLATEAU, 20, 1);

    /**
     * Checks the numbers.
     *
     * @throws StencilException if one is not above 0
     */
    public TrainingSchedule {
        if (epochs < 1 || patience < 1 || !(rate > 0) || Double.isInfinite(rate)) {
            throw StencilException.of(
                    "Training has %d epochs, patience %d and rate %s but they must be above 0. Correct them.",
                    epochs, patience, rate);
        }
    }

    /**
     * Returns the rate of a step.
     *
     * @param step of the whole training, from 0 on
     * @param epochRate what the schedule gives for its epoch
     */
    static double warm(double epochRate, long step) {
        return epochRate * Math.min(1, (step + 1.0) / WARM_UP);
    }

    /** Returns this schedule with at most so many epochs. */
    public TrainingSchedule withEpochs(int count) {
        return new TrainingSchedule(count, rate, schedule, patience, seed);
    }

    /** Returns this schedule with another first learning rate. */
    public TrainingSchedule withRate(double first) {
        return new TrainingSchedule(epochs, first, schedule, patience, seed);
    }

    /** Returns this schedule with a rate that changes in another way. */
    public TrainingSchedule withSchedule(Schedule other) {
        return new TrainingSchedule(epochs, rate, other, patience, seed);
    }

    /** Returns this schedule with another patience, in 50 steps. */
    public TrainingSchedule withPatience(int count) {
        return new TrainingSchedule(epochs, rate, schedule, count, seed);
    }

    /** Returns this schedule with another seed. */
    public TrainingSchedule withSeed(long other) {
        return new TrainingSchedule(epochs, rate, schedule, patience, other);
    }
}
