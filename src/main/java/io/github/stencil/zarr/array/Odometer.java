// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.array;

import java.util.function.Consumer;

/** Goes through the places of a box, the last axis fastest. */
final class Odometer {
    private Odometer() {}

    /** Calls for each place from the first to the last, bounds included; the array is used again. */
    static void run(long[] first, long[] last, Consumer<long[]> visit) {
        long[] place = first.clone();
        while (true) {
            visit.accept(place);
            int d = place.length - 1;
            while (d >= 0 && place[d] == last[d]) {
                place[d] = first[d];
                d--;
            }
            if (d < 0) {
                return;
            }
            place[d]++;
        }
    }

    /**
     * Copies a box of numbers, in runs along the axis that is the fastest in the target.
     *
     * @param size the box
     * @param start where it begins in {@code values}
     * @param from by how much each axis moves on there
     * @param at where it begins in {@code into}
     * @param to by how much each axis moves on there
     */
    static void copy(ChunkValues values, int[] size, int start, int[] from, Object into, int at, int[] to) {
        int axes = size.length;
        int fast = axes - 1;
        for (int d = axes - 1; d >= 0; d--) {
            if (size[d] > 1 && (size[fast] == 1 || to[d] < to[fast])) {
                fast = d;
            }
        }
        int[] place = new int[axes];
        int source = start;
        int target = at;
        while (true) {
            values.copy(source, from[fast], into, target, to[fast], size[fast]);
            int d = axes - 1;
            while (d >= 0 && (d == fast || place[d] == size[d] - 1)) {
                if (d != fast) {
                    source -= place[d] * from[d];
                    target -= place[d] * to[d];
                    place[d] = 0;
                }
                d--;
            }
            if (d < 0) {
                return;
            }
            place[d]++;
            source += from[d];
            target += to[d];
        }
    }
}
