// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import io.github.stencil.tile.BlockGrid;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;

/**
 * One image of a stack, a plane or a volume, cut into blocks. Positions in it are [X, Y, Z] from 0 on.
 *
 * @param width along X
 * @param height along Y
 * @param depth along Z; 1 for a plane
 * @param slice the first slice in the stack
 * @param frame the frame in the stack
 * @param blocks of the image
 */
public record BlockedImage(int width, int height, int depth, int slice, int frame, BlockGrid blocks) {

    /** Cuts an image; see {@link BlockGrid#of}, whose axes are X, Y and Z here. */
    public static BlockedImage of(
            int width, int height, int depth, int slice, int frame, long[] grain, long mostPixels) {
        Interval all = new FinalInterval(width, height, depth);
        BlockGrid blocks =
                depth == 1 ? BlockGrid.of(all, grain, mostPixels, 0, 1) : BlockGrid.of(all, grain, mostPixels, 0, 1, 2);
        return new BlockedImage(width, height, depth, slice, frame, blocks);
    }

    /** Returns the size of a block. */
    Grid grid(int block) {
        return grid(blocks.get(block));
    }

    static Grid grid(Interval region) {
        return new Grid((int) region.dimension(0), (int) region.dimension(1), (int) region.dimension(2));
    }

    /** Returns whether the image is not cut. */
    public boolean isOneBlock() {
        return blocks.size() == 1;
    }

    boolean contains(long x, long y, long z) {
        return x >= 0 && y >= 0 && z >= 0 && x < width && y < height && z < depth;
    }

    /** Returns a pixel's place in storage order. */
    long index(long x, long y, long z) {
        return (z * height + y) * width + x;
    }

    /** Returns where a region is in the stack [X, Y, C, Z, T]. */
    public Interval inStack(Interval region) {
        return new FinalInterval(
                new long[] {region.min(0), region.min(1), 0, slice + region.min(2), frame},
                new long[] {region.max(0), region.max(1), 0, slice + region.max(2), frame});
    }

    /** Returns a region with some more pixels on all sides, as far as the image reaches. */
    Interval enlarged(Interval region, int around) {
        int[] size = {width, height, depth};
        long[] min = new long[3];
        long[] max = new long[3];
        for (int d = 0; d < 3; d++) {
            min[d] = Math.max(0, region.min(d) - around);
            max[d] = Math.min(size[d] - 1L, region.max(d) + around);
        }
        return new FinalInterval(min, max);
    }
}
