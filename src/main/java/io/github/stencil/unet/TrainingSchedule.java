package io.github.stencil.unet;

import io.github.stencil.StencilException;

/**
 * How long a network learns, and how fast.
 *
 * @param epochs at most so many, at least 1
 * @param rate the first learning rate
 * @param schedule how it changes
 * @param patience epochs without a better validation IoU after which training ends
 * @param seed of weights and dropout
 */
record TrainingSchedule(int epochs, double rate, Schedule schedule, int patience, long seed) {
    TrainingSchedule {
        if (epochs < 1 || patience < 1 || !(rate > 0) || Double.isInfinite(rate)) {
            throw StencilException.of(
                    "Training has %d epochs, patience %d and rate %s but they must be above 0. Correct them.",
                    epochs, patience, rate);
        }
    }
}
