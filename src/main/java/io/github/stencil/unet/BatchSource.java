package io.github.stencil.unet;

import io.github.stencil.Owned;

/**
 * Endless patches; the same (seed, epoch) gives the same patches whatever came before. Prepared by background threads
 * ahead of the device.
 */
interface BatchSource extends Owned {
    /** Starts an epoch, counted from 1. */
    void begin(int epoch);

    /** Returns the epoch's next patches; waits until they are there. */
    Batch next();

    /** Returns how many steps make an epoch. */
    int stepsPerEpoch();
}
