// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tile;

/** Mirrors positions beyond an image's edge back into it: periodically, without repeating the edge pixel. */
public final class Mirror {
    private Mirror() {}

    /**
     * Returns the position in {@code 0..length-1} whose pixel stands at any position; a length of 1 has only position 0.
     */
    public static int at(int position, int length) {
        if (length == 1) {
            return 0;
        }
        int period = 2 * (length - 1);
        int phase = Math.floorMod(position, period);
        return phase < length ? phase : period - phase;
    }

    /** Returns the mirrored positions of a window, bounds included. */
    public static int[] window(int min, int max, int length) {
        int[] positions = new int[max - min + 1];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = at(min + i, length);
        }
        return positions;
    }
}
