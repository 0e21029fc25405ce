// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

/**
 * A block of pixels, X fastest, then Y, then Z.
 *
 * @param width along X
 * @param height along Y
 * @param depth along Z; 1 for a plane
 */
record Grid(int width, int height, int depth) {

    int pixels() {
        return Math.toIntExact((long) width * height * depth);
    }

    /** Returns a pixel's place in storage order. */
    int index(long x, long y, long z) {
        return (int) ((z * height + y) * width + x);
    }

    boolean contains(int x, int y, int z) {
        return x >= 0 && y >= 0 && z >= 0 && x < width && y < height && z < depth;
    }

    /** Hears of neighbours. */
    interface Visitor {
        void visit(int neighbour);
    }

    /** Visits the neighbours of a pixel, in storage order. */
    void neighbours(int pixel, Connectivity connectivity, Visitor visitor) {
        int x = pixel % width;
        int row = pixel / width;
        int y = row % height;
        int z = row / height;
        boolean corners = connectivity == Connectivity.CORNERS;
        for (int dz = z > 0 ? -1 : 0; dz <= (z < depth - 1 ? 1 : 0); dz++) {
            for (int dy = y > 0 ? -1 : 0; dy <= (y < height - 1 ? 1 : 0); dy++) {
                if (!corners && dz != 0 && dy != 0) {
                    continue;
                }
                int at = pixel + (dz * height + dy) * width;
                boolean flat = dz == 0 && dy == 0;
                if (x > 0 && (corners || flat)) {
                    visitor.visit(at - 1);
                }
                if (!flat) {
                    visitor.visit(at);
                }
                if (x < width - 1 && (corners || flat)) {
                    visitor.visit(at + 1);
                }
            }
        }
    }
}
