// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** Lets objects grow into free pixels, all at the same pace. */
final class Growth {
    private Growth() {}

    /**
     * Gives each free pixel to the object from which the fewest steps through free pixels lead to it; among several to the
     * one whose last pixel before it comes first in storage order.
     *
     * @param labels of objects, 0 where there is none; changed
     * @param free whether a pixel that belongs to no object may be taken
     * @param steps how far objects grow at most
     * @return whether they would grow further
     */
    static boolean grow(int[] labels, Grid grid, Connectivity connectivity, IntPredicate free, int steps) {
        Front next = new Front();
        for (int pixel = 0; pixel < labels.length; pixel++) {
            if (labels[pixel] != 0) {
                next.claim(labels, grid, connectivity, free, pixel);
            }
        }
        for (int step = 1; step <= steps && next.size > 0; step++) {
            int[] front = Arrays.copyOf(next.pixels, next.size);
            Front before = next;
            for (int i = 0; i < front.length; i++) {
                labels[front[i]] = before.owners[i];
            }
            Arrays.sort(front); // a pixel that several reach goes to the first
            next = new Front();
            for (int pixel : front) {
                next.claim(labels, grid, connectivity, free, pixel);
            }
        }
        for (int i = 0; i < next.size; i++) {
            labels[next.pixels[i]] = 0;
        }
        return next.size > 0;
    }

    /** Pixels that are one step away, and whose they will be. */
    private static final class Front {
        private static final int CLAIMED = -1;
        private int[] pixels = new int[1024];
        private int[] owners = new int[1024];
        private int size;

        void claim(int[] labels, Grid grid, Connectivity connectivity, IntPredicate free, int from) {
            int owner = labels[from];
            if (owner == CLAIMED) {
                return;
            }
            grid.neighbours(from, connectivity, pixel -> {
                if (labels[pixel] == 0 && free.test(pixel)) {
                    if (size == pixels.length) {
                        pixels = Arrays.copyOf(pixels, 2 * size);
                        owners = Arrays.copyOf(owners, 2 * size);
                    }
                    labels[pixel] = CLAIMED;
                    pixels[size] = pixel;
                    owners[size++] = owner;
                }
            });
        }
    }
}
