package io.github.stencil.label;

import java.util.Arrays;

/** Where objects lie and how large they are, by id from 1 on. */
final class Boxes {
    private final int[] min; // x, y, z of each id
    private final int[] max;
    private final int[] area;

    private Boxes(int count) {
        min = new int[3 * (count + 1)];
        max = new int[3 * (count + 1)];
        area = new int[count + 1];
        Arrays.fill(min, Integer.MAX_VALUE);
        Arrays.fill(max, -1);
    }

    /** Measures the objects of a block of pixels. */
    static Boxes of(int[] labels, Grid grid, int count) {
        Boxes boxes = new Boxes(count);
        int pixel = 0;
        for (int z = 0; z < grid.depth(); z++) {
            for (int y = 0; y < grid.height(); y++) {
                int row = pixel;
                for (int x = 0; x < grid.width(); x++, pixel++) {
                    int label = labels[pixel];
                    if (label != 0) {
                        int start = x;
                        while (x + 1 < grid.width() && labels[pixel + 1] == label) {
                            x++;
                            pixel++;
                        }
                        boxes.add(label, start, pixel - row, y, z);
                    }
                }
            }
        }
        return boxes;
    }

    int min(int id, int axis) {
        return min[3 * id + axis];
    }

    int max(int id, int axis) {
        return max[3 * id + axis];
    }

    int length(int id, int axis) {
        return max(id, axis) - min(id, axis) + 1;
    }

    /** Returns the number of an object's pixels. */
    int area(int id) {
        return area[id];
    }

    /** Returns whether an object has pixels on the edge of its block, in volumes in the first or last slice. */
    boolean onEdge(int id, Grid grid) {
        return min(id, 0) == 0
                || min(id, 1) == 0
                || max(id, 0) == grid.width() - 1
                || max(id, 1) == grid.height() - 1
                || (grid.depth() > 1 && (min(id, 2) == 0 || max(id, 2) == grid.depth() - 1));
    }

    private void add(int id, int x0, int x1, int y, int z) {
        int at = 3 * id;
        min[at] = Math.min(min[at], x0);
        max[at] = Math.max(max[at], x1);
        min[at + 1] = Math.min(min[at + 1], y);
        max[at + 1] = Math.max(max[at + 1], y);
        min[at + 2] = Math.min(min[at + 2], z);
        max[at + 2] = Math.max(max[at + 2], z);
        area[id] += x1 - x0 + 1;
    }
}
