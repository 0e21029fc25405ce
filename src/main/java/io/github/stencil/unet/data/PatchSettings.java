// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import io.github.stencil.StencilException;

/**
 * Which patches a training step sees.
 *
 * @param samples patches per batch
 * @param depth slices of a patch; 1 in 2D
 * @param height rows of a patch
 * @param width columns of a patch
 * @param steps batches per epoch; 0 for as many as would cover the training cases once
 * @param augmentation how patches are varied
 * @param borders w0 of the border-weight map; 0 for none
 * @param threads that prepare patches; 0 for one less than there are processors, at most 4
 */
public record PatchSettings(
        int samples,
        int depth,
        int height,
        int width,
        int steps,
        Augmentation augmentation,
        double borders,
        int threads) {
    /** Eight planes of 256 x 256. */
    public static final PatchSettings USUAL = plane(8, 256, 256);

    /**
     * Checks the sizes.
     *
     * @throws StencilException if no patch or batch can be of such a size
     */
    public PatchSettings {
        if (samples < 1 || depth < 1 || height < 1 || width < 1 || steps < 0 || threads < 0) {
            throw StencilException.of(
                    "%d patches of %d x %d x %d in %d steps cannot be made. Give whole numbers from 1 on.",
                    samples, width, height, depth, steps);
        }
        if ((long) samples * depth * height * width > Integer.MAX_VALUE / 8) {
            throw StencilException.of(
                    "%d patches of %d x %d x %d are too many pixels for one batch. Give a smaller batch or patch.",
                    samples, width, height, depth);
        }
        if (!(borders >= 0 && borders <= 1e6)) {
            throw StencilException.of(
                    "The weight of borders is %s but must be from 0 to 1,000,000. Give one such as 10.", borders);
        }
    }

    /** Returns settings for 2D, of as many steps as cover the cases, with the usual augmentation and threads. */
    public static PatchSettings plane(int samples, int height, int width) {
        return volume(samples, 1, height, width);
    }

    /** Returns settings for 3D, of as many steps as cover the cases, with the usual augmentation and threads. */
    public static PatchSettings volume(int samples, int depth, int height, int width) {
        return new PatchSettings(samples, depth, height, width, 0, Augmentation.USUAL, 0, 0);
    }

    /** Returns these settings with so many patches per batch. */
    public PatchSettings withSamples(int count) {
        return new PatchSettings(count, depth, height, width, steps, augmentation, borders, threads);
    }

    /** Returns these settings with another augmentation. */
    public PatchSettings withAugmentation(Augmentation other) {
        return new PatchSettings(samples, depth, height, width, steps, other, borders, threads);
    }

    /** Returns these settings with so many batches per epoch. */
    public PatchSettings withSteps(int count) {
        return new PatchSettings(samples, depth, height, width, count, augmentation, borders, threads);
    }

    /** Returns these settings with so many threads. */
    public PatchSettings withThreads(int count) {
        return new PatchSettings(samples, depth, height, width, steps, augmentation, borders, count);
    }

    /** Returns these settings with another weight of borders. */
    public PatchSettings withBorders(double w0) {
        return new PatchSettings(samples, depth, height, width, steps, augmentation, w0, threads);
    }
}
