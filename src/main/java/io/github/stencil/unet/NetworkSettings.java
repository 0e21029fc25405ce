// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import io.github.stencil.StencilException;

/**
 * What U-Net is trained; how many channels and classes it has, the images and labels tell.
 *
 * @param depth levels, 1 to 8; the network halves the image once less
 * @param filters of the first level, 1 to 1024, doubled from level to level
 * @param batchnorm whether activations are normalised
 * @param dropout share of the activations dropped in the two deepest levels while training, 0 to below 1
 */
public record NetworkSettings(int depth, int filters, boolean batchnorm, double dropout) {
    private static final int DEEPEST = 8;
    private static final int MOST_FILTERS = 1024;

    /** Four levels, 32 filters, normalised, without dropout. */
    public static final NetworkSettings USUAL = new NetworkSettings(4, 32, true, 0);

    /**
     * Checks the numbers.
     *
     * @throws StencilException if one is outside its range
     */
    public NetworkSettings {
        if (depth < 1 || depth > DEEPEST || filters < 1 || filters > MOST_FILTERS) {
            throw StencilException.of(
                    "The network has depth %d and %d filters but must have 1 to %d levels and 1 to %d filters. Give 4 and 32, for example.",
                    depth, filters, DEEPEST, MOST_FILTERS);
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw StencilException.of("Dropout is %s but must be from 0 to below 1. Correct it.", dropout);
        }
    }

    /** Returns these settings with so many levels. */
    public NetworkSettings withDepth(int levels) {
        return new NetworkSettings(levels, filters, batchnorm, dropout);
    }

    /** Returns these settings with so many filters in the first level. */
    public NetworkSettings withFilters(int count) {
        return new NetworkSettings(depth, count, batchnorm, dropout);
    }

    /** Returns these settings with activations normalised or not. */
    public NetworkSettings withBatchnorm(boolean on) {
        return new NetworkSettings(depth, filters, on, dropout);
    }

    /** Returns these settings with another share of dropped activations. */
    public NetworkSettings withDropout(double share) {
        return new NetworkSettings(depth, filters, batchnorm, share);
    }
}
