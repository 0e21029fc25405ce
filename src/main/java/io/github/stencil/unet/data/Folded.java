// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import io.github.stencil.tile.Mirror;

/**
 * One axis of a case as a patch sees it: positions beyond the edges are mirrored back.
 *
 * @param first the first position that is asked for
 * @param min the first position in the case that is needed
 * @param max the last one, included
 * @param places for each position from {@code first} on its place in the case
 */
@SuppressWarnings("ArrayRecordComponent") // local to the making of a patch, and never compared
record Folded(int first, int min, int max, int[] places) {

    /** Covers coordinates and their neighbours above. */
    static Folded of(double[] coordinates, int length) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double coordinate : coordinates) {
            least = Math.min(least, coordinate);
            most = Math.max(most, coordinate);
        }
        int first = (int) Math.floor(least);
        int[] places = Mirror.window(first, (int) Math.floor(most) + 1, length);
        int min = Integer.MAX_VALUE;
        int max = 0;
        for (int place : places) {
            min = Math.min(min, place);
            max = Math.max(max, place);
        }
        return new Folded(first, min, max, places);
    }

    /** Returns how many positions in the case are needed. */
    int size() {
        return max - min + 1;
    }
}
