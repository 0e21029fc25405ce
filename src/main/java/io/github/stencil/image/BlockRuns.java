// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import net.imglib2.Interval;

/** The runs of pixels that lie together both in a block and in the planes of its image, in the block's order. */
public final class BlockRuns {
    private BlockRuns() {}

    /** Takes one run after the other. */
    @FunctionalInterface
    public interface Taker {
        /**
         * Takes a run.
         *
         * @param plane in ImageJ's stack order, from 0; the channels of an RGB image are planes of their own
         * @param first where the run begins in the plane, row after row
         * @param at where it begins in the block, X fastest and T slowest
         * @param length how many pixels it has
         */
        void take(int plane, long first, int at, int length);
    }

    /**
     * Visits a block's runs: all its rows of a plane at once where they are whole, else row by row.
     *
     * @param block [X, Y, C, Z, T], inside an image of this extent
     */
    public static void each(Interval block, Extent extent, Taker taker) {
        int width = (int) block.dimension(0);
        int rows = width == extent.width() ? (int) block.dimension(1) : 1;
        int at = 0;
        for (long t = block.min(4); t <= block.max(4); t++) {
            for (long z = block.min(3); z <= block.max(3); z++) {
                for (long c = block.min(2); c <= block.max(2); c++) {
                    int plane = extent.plane((int) c, (int) z, (int) t);
                    for (long y = block.min(1); y <= block.max(1); y += rows) {
                        taker.take(plane, y * extent.width() + block.min(0), at, width * rows);
                        at += width * rows;
                    }
                }
            }
        }
    }
}
