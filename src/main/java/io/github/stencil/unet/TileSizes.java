// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import io.github.stencil.unet.graph.UNetShape;

/**
 * How large the pieces of an image are that other programs may give a network, as the format of bioimage.io has it: a smallest
 * size, and a halo whose cutting off must leave something of that. A network that looks at the whole image, or so far that a
 * smallest piece would be too large to try, is described without a halo.
 *
 * @param smallestZ smallest number of slices
 * @param smallestY of rows
 * @param smallestX of columns
 * @param haloZ slices that are cut off at both ends, 0 for none
 * @param haloY rows
 * @param haloX columns
 */
record TileSizes(int smallestZ, int smallestY, int smallestX, int haloZ, int haloY, int haloX) {
    private static final long MOST_PIXELS = 1L << 21;

    /** Returns the sizes for a network; along Z 1 and 0 if it takes planes. */
    static TileSizes of(UNetShape shape) {
        boolean whole = shape.norm() == UNetShape.Norm.GROUP;
        TileSizes sizes = of(shape, !whole);
        return sizes.pixels() > MOST_PIXELS ? of(shape, false) : sizes;
    }

    private static TileSizes of(UNetShape shape, boolean withHalo) {
        int[] smallest = new int[3];
        int[] halo = new int[3];
        for (int axis = 0; axis < 3; axis++) {
            boolean there = axis > 0 || shape.volume();
            int step = there ? shape.step(axis) : 1;
            halo[axis] = there && withHalo ? shape.halo(axis) : 0;
            smallest[axis] = (2 * halo[axis] + step) / step * step; // above twice the halo
        }
        return new TileSizes(smallest[0], smallest[1], smallest[2], halo[0], halo[1], halo[2]);
    }

    private long pixels() {
        return (long) smallestZ * smallestY * smallestX;
    }

    /** Returns the smallest size along an axis (0 to 2 for Z, Y, X), a multiple of the step. */
    int smallest(int axis) {
        return axis == 0 ? smallestZ : axis == 1 ? smallestY : smallestX;
    }

    /** Returns the halo along an axis (0 to 2 for Z, Y, X). */
    int halo(int axis) {
        return axis == 0 ? haloZ : axis == 1 ? haloY : haloX;
    }
}
