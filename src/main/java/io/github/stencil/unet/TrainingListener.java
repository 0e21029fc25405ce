// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import io.github.stencil.image.AxisImage;

/** Hears of a training as it goes: to plot, to print, or to write a table. Called on the training's thread. */
@FunctionalInterface
public interface TrainingListener {
    /** Hears nothing. */
    TrainingListener NONE = history -> {};

    /** Takes the history up to now, the newest epoch last, when an epoch has ended. */
    void epoch(TrainingHistory history);

    /** Takes a montage of the first augmented patches beside their labels, before the first step. */
    default void preview(AxisImage patches) {}

    /**
     * Takes a held-back image and what the network predicts for it, after each epoch.
     *
     * @param image as it was opened
     * @param probabilities the same extent, a channel per class (one channel: the foreground's)
     */
    default void validated(AxisImage image, AxisImage probabilities) {}
}
