// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import io.github.stencil.StencilException;
import io.github.stencil.unet.data.Augmentation;

/**
 * Which patches a training is to see, with sizes that can be left open.
 *
 * @param side of a patch in pixels; 0 for what fits into the images, and in 3D into memory
 * @param batch patches per step; 0 for as many as fit into memory, at most 8
 * @param steps per epoch; 0 for as many as show every image once, at least {@link StepPlan#FEWEST_STEPS}
 * @param augment how patches are varied
 * @param borders weight w0 of the border map (Ronneberger, Fischer and Brox 2015), 0 to 1,000,000; 0 for none
 */
public record PatchWishes(int side, int batch, int steps, Augmentation augment, double borders) {
    /** Sizes left open, the usual augmentation and no border map. */
    public static final PatchWishes USUAL = new PatchWishes(0, 0, 0, Augmentation.USUAL, 0);

    /**
     * Checks the sizes.
     *
     * @throws StencilException if one is below 0
     */
    public PatchWishes {
        if (side < 0 || batch < 0 || steps < 0) {
            throw StencilException.of(
                    "The patch is %d, the batch %d and the steps are %d but none can be below 0. Give 0 for what suits.",
                    side, batch, steps);
        }
    }

    /** Returns these wishes with patches of another side. */
    public PatchWishes withSide(int pixels) {
        return new PatchWishes(pixels, batch, steps, augment, borders);
    }

    /** Returns these wishes with so many patches per step. */
    public PatchWishes withBatch(int count) {
        return new PatchWishes(side, count, steps, augment, borders);
    }

    /** Returns these wishes with so many steps per epoch. */
    public PatchWishes withSteps(int count) {
        return new PatchWishes(side, batch, count, augment, borders);
    }

    /** Returns these wishes with another augmentation. */
    public PatchWishes withAugment(Augmentation other) {
        return new PatchWishes(side, batch, steps, other, borders);
    }

    /** Returns these wishes with another weight of borders. */
    public PatchWishes withBorders(double w0) {
        return new PatchWishes(side, batch, steps, augment, w0);
    }
}
