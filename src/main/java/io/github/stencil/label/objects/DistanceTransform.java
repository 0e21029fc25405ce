// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The exact Euclidean distance from every pixel to the nearest of some pixels, by lower envelopes of parabolas line after
 * line (Felzenszwalb and Huttenlocher, Distance Transforms of Sampled Functions, Theory of Computing 8, 2012). Time grows
 * with the pixels alone; lines are worked on by all cores, and the result does not depend on how many there are.
 */
public final class DistanceTransform {
    /** Lines that are copied together, as neighbours share the processor's cache lines. */
    private static final int TOGETHER = 16;
    /** Pixels between two looks at whether the user wants to stop. */
    private static final long STEP_PIXELS = 1 << 23;

    private final int[] size;
    private final double[] spacing;
    private final double[] squared;
    private final Progress progress;

    private DistanceTransform(int[] size, double[] spacing, int length, Progress progress) {
        this.size = size;
        this.spacing = spacing;
        this.progress = progress;
        squared = new double[length];
    }

    /**
     * Computes squared distances, which are whole numbers where the spacing is 1.
     *
     * @param size pixels along each axis, X first; two or three axes, at most 2^31 - 1 pixels in all
     * @param spacing the size of a pixel along each axis, above 0, in any unit
     * @param source whether the pixel at an index, X fastest, is one to measure from; asked once per pixel, by several
     *     threads at a time
     * @param progress hears how far the work is, on the calling thread
     * @return the squared distance of every pixel in squared units of {@code spacing}, X fastest, 0 at a source; all
     *     infinite if there is no source. Pixels outside the image are no sources.
     * @throws StencilException if sizes or spacings are not as above
     */
    public static double[] squared(int[] size, double[] spacing, IntPredicate source, Progress progress) {
        DistanceTransform transform =
                new DistanceTransform(size.clone(), spacing.clone(), length(size, spacing), progress);
        transform.firstAxis(source);
        for (int axis = 1; axis < size.length; axis++) {
            transform.axis(axis);
        }
        return transform.squared;
    }

    /**
     * Computes distances, rounded to 32-bit numbers; see {@link #squared} for the parameters.
     *
     * @return the distance of every pixel in units of {@code spacing}, X fastest
     * @throws StencilException as {@link #squared} does
     */
    public static float[] distances(int[] size, double[] spacing, IntPredicate source, Progress progress) {
        double[] squared = squared(size, spacing, source, progress);
        float[] distances = new float[squared.length];
        int block = size[0];
        IntStream.range(0, squared.length / block).parallel().forEach(row -> {
            for (int i = row * block; i < (row + 1) * block; i++) {
                distances[i] = (float) Math.sqrt(squared[i]);
            }
        });
        return distances;
    }

    private static int length(int[] size, double[] spacing) {
        long length = 1;
        for (int pixels : size) {
            length = pixels < 1 || length > Integer.MAX_VALUE ? Long.MAX_VALUE : length * pixels;
        }
        if (size.length < 2 || size.length > 3 || length > Integer.MAX_VALUE) {
            throw StencilException.of(
                    "Distances in an image of %s pixels cannot be computed. Give two or three axes and fewer than 2^31 pixels in all.",
                    Arrays.toString(size));
        }
        if (spacing.length != size.length || !Arrays.stream(spacing).allMatch(s -> s > 0 && Double.isFinite(s))) {
            throw StencilException.of(
                    "A pixel of size %s has no distances. Give a size above 0 for each of %d axes.",
                    Arrays.toString(spacing), size.length);
        }
        return (int) length;
    }

    /** Along X the nearest source is the last one seen from the left or from the right. */
    private void firstAxis(IntPredicate source) {
        int width = size[0];
        double weight = spacing[0] * spacing[0];
        each(squared.length / width, width, 0, row -> {
            int start = row * width;
            int last = -1;
            for (int x = 0; x < width; x++) {
                if (source.test(start + x)) {
                    last = x;
                    squared[start + x] = 0;
                } else {
                    squared[start + x] = last < 0 ? Double.POSITIVE_INFINITY : weight * square(x - last);
                }
            }
            if (last < 0) {
                return;
            }
            for (int x = last - 1; x >= 0; x--) {
                double here = squared[start + x];
                if (here == 0) {
                    last = x;
                } else {
                    squared[start + x] = Math.min(here, weight * square(last - x));
                }
            }
        });
    }

    private static double square(int number) {
        return (double) number * number;
    }

    private void axis(int axis) {
        int stride = axis == 1 ? size[0] : size[0] * size[1];
        int count = size[axis];
        int blocks = (stride + TOGETHER - 1) / TOGETHER;
        int outer = squared.length / (stride * count);
        ThreadLocal<Envelope> envelopes =
                ThreadLocal.withInitial(() -> new Envelope(count, spacing[axis] * spacing[axis]));
        each(outer * blocks, (long) TOGETHER * count, axis, task -> {
            Envelope envelope = envelopes.get();
            int first = task % blocks * TOGETHER;
            int lines = Math.min(TOGETHER, stride - first);
            envelope.replace(squared, task / blocks * stride * count + first, stride, lines);
        });
    }

    private void each(int tasks, long pixelsPerTask, int axis, java.util.function.IntConsumer task) {
        int group = (int) Math.max(16, Math.min(tasks, STEP_PIXELS / pixelsPerTask));
        for (int from = 0; from < tasks; from += group) {
            IntStream.range(from, Math.min(tasks, from + group)).parallel().forEach(task);
            progress.step((long) axis * tasks + Math.min(tasks, from + group), (long) size.length * tasks);
        }
    }

    /** The lowest of the parabolas that stand on the pixels of a line. For one thread. */
    private static final class Envelope {
        private final int count;
        private final double weight;
        private final double[] lines; // [line][position]
        private final int[] vertex;
        private final double[] from; // where each parabola begins to be the lowest

        Envelope(int count, double weight) {
            this.count = count;
            this.weight = weight;
            lines = new double[TOGETHER * count];
            vertex = new int[count];
            from = new double[count];
        }

        /** Replaces neighbouring lines by their envelopes; their pixels are {@code stride} apart. */
        void replace(double[] values, int start, int stride, int width) {
            for (int position = 0; position < count; position++) {
                int at = start + position * stride;
                for (int line = 0; line < width; line++) {
                    lines[line * count + position] = values[at + line];
                }
            }
            for (int line = 0; line < width; line++) {
                int parabolas = build(line * count);
                if (parabolas > 0) {
                    evaluate(line * count, parabolas, values, start + line, stride);
                }
            }
        }

        private int build(int line) {
            int last = -1;
            for (int position = 0; position < count; position++) {
                double height = lines[line + position];
                if (height == Double.POSITIVE_INFINITY) {
                    continue; // no parabola stands here
                }
                double begin = Double.NEGATIVE_INFINITY;
                while (last >= 0) {
                    int before = vertex[last];
                    int apart = position - before;
                    // half way between the two, moved towards the higher one
                    begin = (height - lines[line + before]) / (2 * weight * apart) + 0.5 * ((double) position + before);
                    if (begin > from[last]) {
                        break;
                    }
                    last--;
                    begin = Double.NEGATIVE_INFINITY;
                }
                last++;
                vertex[last] = position;
                from[last] = begin;
            }
            return last + 1;
        }

        private void evaluate(int line, int parabolas, double[] values, int start, int stride) {
            int parabola = 0;
            for (int position = 0; position < count; position++) {
                while (parabola + 1 < parabolas && from[parabola + 1] < position) {
                    parabola++;
                }
                int at = vertex[parabola];
                values[start + position * stride] = weight * square(position - at) + lines[line + at];
            }
        }
    }
}
