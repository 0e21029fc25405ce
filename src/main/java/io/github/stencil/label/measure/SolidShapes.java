// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.measure;

import ij.measure.Calibration;
import net.imglib2.Interval;

/**
 * Shapes of objects of a volume.
 *
 * <p>Surfaces are by Crofton's formula as Legland, Kieu and Devaux (2007) discretise it: lines run through the pixels in the
 * 13 directions of neighbours; how often lines of a direction enter or leave an object, times the area that each line stands
 * for, is the area of the object's projection along it, twice. The mean over all directions, each weighed by the part of the
 * sphere that is nearest to it, is half the surface.
 */
final class SolidShapes {
    private static final int[][] DIRECTIONS = {
        {1, 0, 0},
        {0, 1, 0},
        {0, 0, 1},
        {1, 1, 0},
        {-1, 1, 0},
        {1, 0, 1},
        {-1, 0, 1},
        {0, 1, 1},
        {0, -1, 1},
        {1, 1, 1},
        {-1, 1, 1},
        {1, -1, 1},
        {-1, -1, 1}
    };
    /** How many points of the sphere are asked which direction is nearest. */
    private static final int POINTS = 50_000;

    private static final double GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

    private final double[] spacing;
    private final double voxel;
    private final double[] lineAreas = new double[DIRECTIONS.length]; // of one crossing, in its share of the surface

    SolidShapes(Calibration units) {
        spacing = new double[] {units.pixelWidth, units.pixelHeight, units.pixelDepth};
        voxel = spacing[0] * spacing[1] * spacing[2];
        double[] weights = weights();
        for (int d = 0; d < DIRECTIONS.length; d++) {
            lineAreas[d] = 2 * weights[d] * voxel / length(DIRECTIONS[d]);
        }
    }

    private double length(int... direction) {
        double sum = 0;
        for (int axis = 0; axis < 3; axis++) {
            sum += Math.pow(direction[axis] * spacing[axis], 2);
        }
        return Math.sqrt(sum);
    }

    /** Returns which part of all directions is nearest to each of ours: 1 in all. */
    private double[] weights() {
        double[] weights = new double[DIRECTIONS.length];
        for (int i = 0; i < POINTS; i++) {
            double z = 1 - (2 * i + 1.0) / POINTS; // points spread evenly on a spiral
            double radius = Math.sqrt(1 - z * z);
            double[] point = {radius * Math.cos(i * GOLDEN_ANGLE), radius * Math.sin(i * GOLDEN_ANGLE), z};
            int nearest = 0;
            double most = -1;
            for (int d = 0; d < DIRECTIONS.length; d++) {
                double dot = 0;
                for (int axis = 0; axis < 3; axis++) {
                    dot += point[axis] * DIRECTIONS[d][axis] * spacing[axis];
                }
                double cosine = Math.abs(dot) / length(DIRECTIONS[d]);
                if (cosine > most) {
                    most = cosine;
                    nearest = d;
                }
            }
            weights[nearest] += 1.0 / POINTS;
        }
        return weights;
    }

    /**
     * Measures an object.
     *
     * @param runs of objects in a region that holds all pixels of it
     * @param object which one
     */
    SolidShape of(ObjectRuns runs, int object, Moments moments) {
        double surface = 0;
        for (int d = 0; d < DIRECTIONS.length; d++) {
            long pairs = 0;
            for (int run = runs.firstRun(object); run < runs.endOfRuns(object); run++) {
                pairs += pairs(runs, run, DIRECTIONS[d]);
            }
            surface += lineAreas[d] * 2 * (moments.pixels() - pairs); // each pixel without a next one is left once
        }
        double[] axes = axes(moments);
        double volume = moments.pixels() * voxel;
        return new SolidShape(
                surface, Math.cbrt(Math.PI) * Math.pow(6 * volume, 2.0 / 3) / surface, axes[0], axes[1], axes[2]);
    }

    /** Returns how many pixels of a run have a next one in a direction that is of the same object. */
    private static int pairs(ObjectRuns runs, int run, int... direction) {
        Interval region = runs.region();
        int y = runs.y(run) + direction[1];
        int z = runs.z(run) + direction[2];
        if (y < 0 || y >= region.dimension(1) || z >= region.dimension(2)) {
            return 0;
        }
        int[] labels = runs.labels();
        int width = (int) region.dimension(0);
        int start = runs.start(run);
        int label = labels[start];
        int x = runs.x(run) + direction[0];
        int from = Math.max(0, -x);
        int to = Math.min(runs.length(run), width - x);
        int next = start + direction[0] + width * (direction[1] + (int) region.dimension(1) * direction[2]);
        int pairs = 0;
        for (int i = from; i < to; i++) {
            pairs += labels[next + i] == label ? 1 : 0;
        }
        return pairs;
    }

    /** Returns the axes of the ellipsoid, longest first. */
    private double[] axes(Moments moments) {
        double[] variances = variances(moments.covariances(spacing));
        for (int i = 0; i < variances.length; i++) {
            variances[i] = 2 * Math.sqrt(5 * Math.max(0, variances[i]));
        }
        return variances;
    }

    /**
     * Returns the eigenvalues of a symmetric 3 x 3 matrix, greatest first, in closed form (Smith 1961).
     *
     * @param of xx, yy, zz, xy, xz, yz
     */
    static double[] variances(double... of) {
        double mean = (of[0] + of[1] + of[2]) / 3;
        double x = of[0] - mean;
        double y = of[1] - mean;
        double z = of[2] - mean;
        double off = of[3] * of[3] + of[4] * of[4] + of[5] * of[5];
        double spread = Math.sqrt((x * x + y * y + z * z + 2 * off) / 6);
        if (spread == 0) {
            return new double[] {mean, mean, mean};
        }
        double determinant =
                x * (y * z - of[5] * of[5]) - of[3] * (of[3] * z - of[5] * of[4]) + of[4] * (of[3] * of[5] - y * of[4]);
        double angle = Math.acos(Math.max(-1, Math.min(1, determinant / (2 * spread * spread * spread)))) / 3;
        double first = mean + 2 * spread * Math.cos(angle);
        double last = mean + 2 * spread * Math.cos(angle + 2 * Math.PI / 3);
        return new double[] {first, 3 * mean - first - last, last};
    }
}
