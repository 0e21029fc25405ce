// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr;

import io.github.stencil.image.Extent;
import io.github.stencil.image.PixelType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A resolution level: an image of which X and Y are halved, again and again.
 *
 * @param extent how far it reaches
 * @param factorX how many of the image's pixels one of its pixels covers along X
 * @param factorY the same along Y
 */
record Halving(Extent extent, int factorX, int factorY) {
    /** The coarsest level is at most as large as this. */
    private static final int SMALLEST_SIDE = 512;

    /** Returns the levels of an image, itself first. */
    static List<Halving> levels(Extent image) {
        List<Halving> levels = new ArrayList<>(List.of(new Halving(image, 1, 1)));
        Halving last = levels.get(0);
        while (Math.max(last.extent.width(), last.extent.height()) > SMALLEST_SIDE) {
            Extent from = last.extent;
            Extent to = new Extent(
                    (from.width() + 1) / 2, (from.height() + 1) / 2, from.channels(), from.slices(), from.frames());
            last = new Halving(
                    to, last.factorX * (from.width() > 1 ? 2 : 1), last.factorY * (from.height() > 1 ? 2 : 1));
            levels.add(last);
        }
        return levels;
    }

    /** Returns the factor along one of X, Y, C, Z, T. */
    int factor(int axis) {
        return axis == 0 ? factorX : axis == 1 ? factorY : 1;
    }

    /**
     * Halves a plane.
     *
     * @param from {@code width} x {@code height}; beyond its right and lower edge it goes on with the edge's pixels
     * @param type of the pixels
     * @param labels whether a pixel is the most frequent of its four, of two the first; else their mean, of whole numbers
     *     rounded half up
     * @param into half as wide and high, rounded up, of the same type
     */
    static void halve(Object from, PixelType type, int width, int height, boolean labels, Object into) {
        int columns = (width + 1) / 2;
        IntStream.range(0, (height + 1) / 2).parallel().forEach(y -> {
            int upper = 2 * y * width;
            int lower = Math.min(2 * y + 1, height - 1) * width;
            for (int x = 0; x < columns; x++) {
                int left = 2 * x;
                int right = Math.min(left + 1, width - 1);
                int at = y * columns + x;
                if (from instanceof byte[] bytes) {
                    int a = bytes[upper + left] & 0xff;
                    int b = bytes[upper + right] & 0xff;
                    int c = bytes[lower + left] & 0xff;
                    int d = bytes[lower + right] & 0xff;
                    ((byte[]) into)[at] = (byte) (labels ? mode(a, b, c, d) : (a + b + c + d + 2) / 4);
                } else if (type == PixelType.INT16) {
                    short[] shorts = (short[]) from;
                    int a = shorts[upper + left];
                    int b = shorts[upper + right];
                    int c = shorts[lower + left];
                    int d = shorts[lower + right];
                    ((short[]) into)[at] = (short) (labels ? mode(a, b, c, d) : (a + b + c + d + 2) >> 2);
                } else if (from instanceof short[] shorts) {
                    int a = shorts[upper + left] & 0xffff;
                    int b = shorts[upper + right] & 0xffff;
                    int c = shorts[lower + left] & 0xffff;
                    int d = shorts[lower + right] & 0xffff;
                    ((short[]) into)[at] = (short) (labels ? mode(a, b, c, d) : (a + b + c + d + 2) / 4);
                } else if (from instanceof int[] ints) {
                    long a = Integer.toUnsignedLong(ints[upper + left]);
                    long b = Integer.toUnsignedLong(ints[upper + right]);
                    long c = Integer.toUnsignedLong(ints[lower + left]);
                    long d = Integer.toUnsignedLong(ints[lower + right]);
                    ((int[]) into)[at] = (int) (labels ? mode(a, b, c, d) : (a + b + c + d + 2) / 4);
                } else {
                    float[] floats = (float[]) from;
                    float a = floats[upper + left];
                    float b = floats[upper + right];
                    float c = floats[lower + left];
                    float d = floats[lower + right];
                    ((float[]) into)[at] = labels ? mode(a, b, c, d) : (float) (((double) a + b + c + d) / 4);
                }
            }
        });
    }

    private static long mode(long a, long b, long c, long d) {
        return a == b || a == c || a == d ? a : b == c || b == d ? b : c == d ? c : a;
    }

    private static float mode(float a, float b, float c, float d) {
        return a == b || a == c || a == d ? a : b == c || b == d ? b : c == d ? c : a;
    }
}
