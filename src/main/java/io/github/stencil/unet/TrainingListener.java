package io.github.stencil.unet;

/** Hears of each epoch when it has ended: to plot, to print, or to write a table. Called on the training's thread. */
@FunctionalInterface
public interface TrainingListener {
    /** Hears nothing. */
    TrainingListener NONE = history -> {};

    /** Takes the history up to now, the newest epoch last. */
    void epoch(TrainingHistory history);
}
