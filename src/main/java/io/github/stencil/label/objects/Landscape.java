// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import io.github.stencil.Progress;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.IntPredicate;
import net.imglib2.Interval;

/** How high each pixel of an object lies, for {@link SeededFlood}. Safe for several threads. */
@FunctionalInterface
interface Landscape {
    /** What a pixel's distance counts for if the network sees no inside there at all. */
    double FLOOR = 0.3;

    /** How many of its widths a Gaussian reaches. */
    int KERNEL_SIGMAS = 4;

    /**
     * Computes the landscape of one object, from that object alone, so that neither blocks nor neighbours matter.
     *
     * @param region the object's bounding box and a pixel round it, in the image
     * @param grid the region's size
     * @param outside whether the pixel at an index of the grid is none of the object's
     * @return above 0 for the object's pixels and 0 for others; infinite if no pixel is outside
     */
    float[] levels(Interval region, Grid grid, IntPredicate outside);

    /**
     * Returns the landscape of round objects: the exact distance to the nearest pixel outside. The image's edge is not
     * outside.
     *
     * @param shape {@link ObjectShape#ANY} cuts distances off
     * @param spacing sizes of a pixel along X, Y and Z; the landscape has its unit
     */
    static Landscape distance(ObjectShape shape, double... spacing) {
        return (region, grid, outside) -> {
            double[] squared = squared(grid, spacing, outside);
            float[] levels = new float[squared.length];
            for (int i = 0; i < levels.length; i++) {
                levels[i] = (float) Math.min(Math.sqrt(squared[i]), shape.farthest());
            }
            return levels;
        };
    }

    /**
     * Returns the landscape of objects that a network has given probabilities of: the distance to the nearest pixel outside
     * times 0.3 plus the probability of being inside, smoothed by a Gaussian of one pixel's width. Where two objects meet,
     * the network has mostly seen a border, so that the landscape falls there even if the waist does not.
     *
     * @param inside reads the probability of being inside an object, 0 to 1, of the pixels of a region
     * @param shape {@link ObjectShape#ANY} cuts distances off, so that a bent or long object has one summit, not many
     * @param spacing sizes of a pixel along X, Y and Z, in the unit of the first
     */
    static Landscape probability(Function<Interval, float[]> inside, ObjectShape shape, double... spacing) {
        return (region, grid, outside) -> {
            double[] squared = squared(grid, spacing, outside);
            float[] probabilities = inside.apply(region);
            float[] levels = new float[squared.length];
            for (int i = 0; i < levels.length; i++) {
                double distance = Math.min(Math.sqrt(squared[i]), shape.farthest());
                levels[i] = (float) (distance * (FLOOR + probabilities[i]));
            }
            smooth(levels, grid, spacing);
            for (int i = 0; i < levels.length; i++) {
                levels[i] = squared[i] > 0 ? levels[i] : 0;
            }
            return levels;
        };
    }

    private static void smooth(float[] levels, Grid grid, double... spacing) {
        int[] sizes = {grid.width(), grid.height(), grid.depth()};
        int stride = 1;
        for (int axis = 0; axis < sizes.length; axis++) {
            if (sizes[axis] > 1) {
                smooth(levels, stride, sizes[axis], kernel(spacing[0] / spacing[axis]));
            }
            stride *= sizes[axis];
        }
    }

    /** Returns half of a Gaussian, from its middle on, that reaches four of its widths and adds up to 1. */
    private static double[] kernel(double sigma) {
        double[] half = new double[1 + (int) Math.ceil(KERNEL_SIGMAS * sigma)];
        double sum = 0;
        for (int i = 0; i < half.length; i++) {
            half[i] = Math.exp(-0.5 * i * i / (sigma * sigma));
            sum += i == 0 ? half[i] : 2 * half[i];
        }
        double all = sum;
        return Arrays.stream(half).map(weight -> weight / all).toArray();
    }

    /** Smooths along one axis; beyond the region all is 0, as round an object. */
    private static void smooth(float[] levels, int stride, int size, double... kernel) {
        double[] line = new double[size];
        for (int start = 0; start < levels.length; start++) {
            if (start / stride % size != 0) {
                continue; // no beginning of a line
            }
            for (int i = 0; i < size; i++) {
                line[i] = levels[start + i * stride];
            }
            for (int i = 0; i < size; i++) {
                double sum = kernel[0] * line[i];
                for (int k = 1; k < kernel.length; k++) {
                    sum += kernel[k] * ((i >= k ? line[i - k] : 0) + (i + k < size ? line[i + k] : 0));
                }
                levels[start + i * stride] = (float) sum;
            }
        }
    }

    private static double[] squared(Grid grid, double[] spacing, IntPredicate outside) {
        int[] size = grid.depth() == 1
                ? new int[] {grid.width(), grid.height()}
                : new int[] {grid.width(), grid.height(), grid.depth()};
        return DistanceTransform.squared(size, Arrays.copyOf(spacing, size.length), outside, Progress.NONE);
    }
}
