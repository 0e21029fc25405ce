// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Where objects meet: pixels whose window holds pixels of two different objects. The window is 5 x 5 pixels without the
 * corners, that is all within the square root of 5 pixel widths; in 3D it reaches as far in Z, measured in the pixels' width,
 * and at least one slice.
 */
final class MeetingPlaces {
    /** How many pixels the window reaches in X and Y. */
    static final int REACH = 2;

    private static final int MOST_SQUARED = REACH * REACH + 1;

    private final int reachZ;
    private final List<int[]> window = new ArrayList<>(); // of steps along x, y, z, without the pixel itself

    /**
     * Prepares the window.
     *
     * @param aspect a voxel's depth over its width; without meaning for planes
     */
    MeetingPlaces(double aspect) {
        reachZ = Math.max(1, Math.min(REACH, (int) (Math.sqrt(MOST_SQUARED) / aspect)));
        for (int z = -reachZ; z <= reachZ; z++) {
            for (int y = -REACH; y <= REACH; y++) {
                for (int x = -REACH; x <= REACH; x++) {
                    double far = x * x + y * y + z * z * aspect * aspect;
                    boolean here = x == 0 && y == 0;
                    if ((far <= MOST_SQUARED || (here && Math.abs(z) == 1)) && !(here && z == 0)) {
                        window.add(new int[] {x, y, z});
                    }
                }
            }
        }
    }

    /**
     * Returns whether objects meet, for each pixel of a block. Beyond the block there is nothing.
     *
     * @param objects [D, H, W], 0 where there is no object
     */
    boolean[] of(int[] objects, int width, int height, int depth) {
        boolean[] meet = new boolean[objects.length];
        int[] steps = window.stream()
                .filter(step -> depth > 1 || step[2] == 0)
                .mapToInt(step -> (step[2] * height + step[1]) * width + step[0])
                .toArray();
        int margin = depth > 1 ? reachZ : 0;
        int at = 0;
        for (int z = 0; z < depth; z++) {
            for (int y = 0; y < height; y++) {
                boolean inside = y >= REACH && y < height - REACH && z >= margin && z < depth - margin;
                for (int x = 0; x < width; x++, at++) {
                    meet[at] = (inside && x >= REACH && x < width - REACH)
                            ? meet(objects, at, steps)
                            : meetAtEdge(objects, x, y, z, width, height, depth);
                }
            }
        }
        return meet;
    }

    private static boolean meet(int[] objects, int at, int... steps) {
        int first = objects[at];
        for (int step : steps) {
            int other = objects[at + step];
            if (other != 0 && other != first) {
                if (first != 0) {
                    return true;
                }
                first = other;
            }
        }
        return false;
    }

    private boolean meetAtEdge(int[] objects, int x, int y, int z, int width, int height, int depth) {
        int first = objects[(z * height + y) * width + x];
        for (int[] step : window) {
            int toX = x + step[0];
            int toY = y + step[1];
            int toZ = z + step[2];
            if (toX < 0 || toY < 0 || toZ < 0 || toX >= width || toY >= height || toZ >= depth) {
                continue;
            }
            int other = objects[(toZ * height + toY) * width + toX];
            if (other != 0 && other != first) {
                if (first != 0) {
                    return true;
                }
                first = other;
            }
        }
        return false;
    }
}
