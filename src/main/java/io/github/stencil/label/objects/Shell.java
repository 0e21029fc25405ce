// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

/** The outermost pixels of a block: its six faces, or in a plane its four sides. Pixels on edges are there more than once. */
final class Shell {
    private final Grid grid;
    private final int[] labels;

    /**
     * Wraps labels.
     *
     * @param grid the block's size
     * @param labels face after face
     */
    Shell(Grid grid, int[] labels) {
        this.grid = grid;
        this.labels = labels;
    }

    /** Hears of pixels: their positions in the block, and in the shell. */
    interface Visitor {
        void pixel(int x, int y, int z, int at);
    }

    /**
     * Returns how many pixels a shell has.
     *
     * @param flat whether the image is a plane, so that the block has no faces along Z
     */
    static int length(Grid grid, boolean flat) {
        int sides = 2 * grid.depth() * (grid.height() + grid.width());
        return flat ? sides : sides + 2 * grid.width() * grid.height();
    }

    /** Copies the outermost pixels of a block. */
    static Shell of(int[] block, Grid grid, boolean flat) {
        int[] labels = new int[length(grid, flat)];
        visit(grid, flat, (x, y, z, at) -> labels[at] = block[(z * grid.height() + y) * grid.width() + x]);
        return new Shell(grid, labels);
    }

    /** Visits the pixels of a block's shell. */
    static void visit(Grid grid, boolean flat, Visitor visitor) {
        int at = 0;
        for (int side = 0; side < 2; side++) {
            int x = side * (grid.width() - 1);
            for (int z = 0; z < grid.depth(); z++) {
                for (int y = 0; y < grid.height(); y++) {
                    visitor.pixel(x, y, z, at++);
                }
            }
        }
        for (int side = 0; side < 2; side++) {
            int y = side * (grid.height() - 1);
            for (int z = 0; z < grid.depth(); z++) {
                for (int x = 0; x < grid.width(); x++) {
                    visitor.pixel(x, y, z, at++);
                }
            }
        }
        for (int side = 0; !flat && side < 2; side++) {
            int z = side * (grid.depth() - 1);
            for (int y = 0; y < grid.height(); y++) {
                for (int x = 0; x < grid.width(); x++) {
                    visitor.pixel(x, y, z, at++);
                }
            }
        }
    }

    /** Returns the labels, face after face; still owned here. */
    int[] labels() {
        return labels;
    }

    /** Returns the label of a pixel of the shell. */
    int get(int x, int y, int z) {
        int side = grid.depth() * grid.height();
        int front = grid.depth() * grid.width();
        if (x == 0 || x == grid.width() - 1) {
            return labels[(x == 0 ? 0 : side) + z * grid.height() + y];
        }
        if (y == 0 || y == grid.height() - 1) {
            return labels[2 * side + (y == 0 ? 0 : front) + z * grid.width() + x];
        }
        return labels[2 * (side + front) + (z == 0 ? 0 : grid.width() * grid.height()) + y * grid.width() + x];
    }
}
