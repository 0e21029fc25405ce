// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import io.github.stencil.Owned;

/**
 * Endless patches; the same (seed, epoch) gives the same patches whatever came before. Prepared by background threads
 * ahead of the device. Called from one thread.
 */
public interface BatchSource extends Owned {
    /** Goes to the first batch of an epoch, counted from 0. Without this call epoch 0 begins. */
    void begin(int epoch);

    /**
     * Returns the next batch, after an epoch's last one the first one of the next.
     *
     * @throws io.github.stencil.CancelledException if the thread is interrupted while it waits
     * @throws io.github.stencil.StencilException if an image cannot be read any more
     */
    Batch next();

    /** Returns how many batches an epoch has. */
    int stepsPerEpoch();
}
