// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import io.github.stencil.Progress;
import io.github.stencil.image.Runs;
import io.github.stencil.label.objects.DistanceTransform;
import java.util.Arrays;
import java.util.Map;
import java.util.function.IntPredicate;

/** The smallest box that holds a class in two maps; all that is measured about the class lies within. */
final class RegionBox {
    private final int[] size;
    private final int[] min;
    private final int[] max;

    private RegionBox(int[] size) {
        this.size = size;
        min = size.clone();
        max = new int[size.length];
        Arrays.fill(max, -1);
    }

    /** Enlarges the boxes by label so that they hold all pixels of a map [X, Y] or [X, Y, Z]. */
    static void addAll(Map<Integer, RegionBox> boxes, int[] map, int... size) {
        int width = size[0];
        for (int row = 0; row < map.length / width; row++) {
            int first = row * width;
            for (int start = first, end; start < first + width; start = end) {
                end = Runs.end(map, start, first + width);
                RegionBox box = boxes.computeIfAbsent(map[start], absent -> new RegionBox(size));
                box.addPixel(start - first, row);
                box.addPixel(end - 1 - first, row);
            }
        }
    }

    private void addPixel(int x, int row) {
        add(0, x);
        add(1, row % size[1]);
        if (size.length > 2) {
            add(2, row / size[1]);
        }
    }

    private void add(int axis, int position) {
        min[axis] = Math.min(min[axis], position);
        max[axis] = Math.max(max[axis], position);
    }

    /** Measures the surfaces of a label that has this box. */
    SurfaceDistances distances(int label, int[] truth, int[] prediction, double[] spacing, Progress progress) {
        boolean[] trueSurface = surface(truth, label);
        boolean[] predictedSurface = surface(prediction, label);
        return new SurfaceDistances(
                distances(trueSurface, predictedSurface, spacing, progress),
                distances(predictedSurface, trueSurface, spacing, progress));
    }

    private DistanceList distances(boolean[] from, boolean[] to, double[] spacing, Progress progress) {
        int count = count(from);
        double[] distances = new double[count];
        if (count == 0) {
            return DistanceList.NONE;
        }
        if (count(to) == 0) {
            Arrays.fill(distances, Double.POSITIVE_INFINITY);
            return DistanceList.of(distances);
        }
        int[] box = new int[size.length];
        for (int axis = 0; axis < box.length; axis++) {
            box[axis] = max[axis] - min[axis] + 1;
        }
        double[] squared = DistanceTransform.squared(box, spacing, i -> to[i], progress);
        int at = 0;
        for (int i = 0; i < from.length; i++) {
            if (from[i]) {
                distances[at++] = Math.sqrt(squared[i]);
            }
        }
        return DistanceList.of(distances);
    }

    private static int count(boolean... surface) {
        int count = 0;
        for (boolean pixel : surface) {
            count += pixel ? 1 : 0;
        }
        return count;
    }

    /** Returns which pixels of the box have the label, and a neighbour along an axis that has not. */
    private boolean[] surface(int[] map, int label) {
        IntPredicate outside = i -> map[i] != label;
        int width = max[0] - min[0] + 1;
        int height = max[1] - min[1] + 1;
        int depth = size.length > 2 ? max[2] - min[2] + 1 : 1;
        boolean[] surface = new boolean[width * height * depth];
        int plane = size[0] * size[1];
        for (int k = 0; k < depth; k++) {
            for (int j = 0; j < height; j++) {
                int y = min[1] + j;
                int z = size.length > 2 ? min[2] + k : 0;
                int row = z * plane + y * size[0];
                for (int i = 0; i < width; i++) {
                    int x = min[0] + i;
                    int at = row + x;
                    surface[(k * height + j) * width + i] = map[at] == label
                            && (edge(x, 0, at, 1, outside)
                                    || edge(y, 1, at, size[0], outside)
                                    || (size.length > 2 && edge(z, 2, at, plane, outside)));
                }
            }
        }
        return surface;
    }

    private boolean edge(int position, int axis, int at, int stride, IntPredicate outside) {
        return position == 0 || position == size[axis] - 1 || outside.test(at - stride) || outside.test(at + stride);
    }
}
