// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tile;

import java.util.Arrays;
import java.util.List;
import net.imglib2.Interval;

/** Cuts images into bands of full rows, for work on each pixel alone. */
public final class Bands {
    private Bands() {}

    /**
     * Cuts an image into bands that cover it without overlap, in storage order.
     *
     * @param image X and Y first, then any axes
     * @param mostPixels the most pixels of a band, all axes counted; a band has at least one row
     * @param together axes that a band takes whole; the others it takes one by one
     */
    public static List<Interval> of(Interval image, long mostPixels, int... together) {
        return BlockGrid.of(image, rows(image, together), mostPixels, 1);
    }

    /**
     * Returns the grain of storage in full rows.
     *
     * @param together axes that are taken whole too
     */
    public static long[] rows(Interval image, int... together) {
        long[] grain = new long[image.numDimensions()];
        Arrays.fill(grain, 1);
        grain[0] = image.dimension(0);
        for (int axis : together) {
            grain[axis] = image.dimension(axis);
        }
        return grain;
    }
}
