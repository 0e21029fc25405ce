// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import net.imglib2.Interval;

/**
 * Fills holes: regions of background that touch one object only, and not the image's edge. A hole between objects, or one
 * with another object in it, is no hole.
 */
final class Holes {
    private static final int NOBODY = 0;
    private static final int OPEN = -1;

    /** The object that each region touches, or {@link #OPEN} if there are several or the edge; of region 0 none. */
    private final int[] owners;

    /**
     * Begins with regions that have touched nothing.
     *
     * @param regions how many there are, numbered from 1 on
     */
    Holes(int regions) {
        owners = new int[regions + 1];
    }

    /** Takes over what has been found out before. */
    Holes(int[] owners) {
        this.owners = owners.clone();
    }

    /** Returns what each region touches. */
    int[] owners() {
        return owners.clone();
    }

    /** Looks at what the regions of a block touch in that block, and at the image's edge. */
    void add(int[] regions, int[] labels, Interval block, BlockedImage image) {
        Grid grid = BlockedImage.grid(block);
        int plane = grid.width() * grid.height();
        int pixel = 0;
        for (int z = 0; z < grid.depth(); z++) {
            long inZ = block.min(2) + z;
            boolean outer = image.depth() > 1 && (inZ == 0 || inZ == image.depth() - 1);
            for (int y = 0; y < grid.height(); y++) {
                long inY = block.min(1) + y;
                boolean edge = outer || inY == 0 || inY == image.height() - 1;
                for (int x = 0; x < grid.width(); x++, pixel++) {
                    int region = regions[pixel];
                    if (region == 0 || owners[region] == OPEN) {
                        continue;
                    }
                    long inX = block.min(0) + x;
                    if (edge || inX == 0 || inX == image.width() - 1) {
                        owners[region] = OPEN;
                        continue;
                    }
                    meet(region, x > 0 ? labels[pixel - 1] : 0);
                    meet(region, x < grid.width() - 1 ? labels[pixel + 1] : 0);
                    meet(region, y > 0 ? labels[pixel - grid.width()] : 0);
                    meet(region, y < grid.height() - 1 ? labels[pixel + grid.width()] : 0);
                    meet(region, z > 0 ? labels[pixel - plane] : 0);
                    meet(region, z < grid.depth() - 1 ? labels[pixel + plane] : 0);
                }
            }
        }
    }

    /** Says that a region touches what a part of it touches; 0 is nothing. */
    void meet(int region, int owner) {
        if (owner != NOBODY && owners[region] != owner) {
            owners[region] = owners[region] == NOBODY ? owner : OPEN;
        }
    }

    /** Gives the pixels of holes to their owners, once all has been looked at. */
    void fill(int[] regions, int... labels) {
        for (int i = 0; i < labels.length; i++) {
            if (regions[i] != 0 && owners[regions[i]] > 0) {
                labels[i] = owners[regions[i]];
            }
        }
    }
}
