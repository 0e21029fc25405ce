// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tile;

import java.util.ArrayList;
import java.util.List;

/**
 * A tile along one axis: what it writes, and what it reads for that. Bounds are included; the window may reach beyond the
 * image, where pixels are mirrored.
 *
 * @param min first position written
 * @param max last position written
 * @param windowMin first position read
 * @param windowMax last position read
 */
public record Span(int min, int max, int windowMin, int windowMax) {

    /** Checks that a tile lies in its window. */
    public Span {
        if (min > max || windowMin > min || windowMax < max) {
            throw new IllegalArgumentException(
                    "tile %d..%d in window %d..%d".formatted(min, max, windowMin, windowMax));
        }
    }

    /** Returns how many positions are written. */
    public int length() {
        return max - min + 1;
    }

    /** Returns how many positions are read. */
    public int window() {
        return windowMax - windowMin + 1;
    }

    /** Returns where the tile begins in its window. */
    public int offset() {
        return min - windowMin;
    }

    /**
     * Returns the smallest number that both divide.
     *
     * @throws ArithmeticException if that is no int
     */
    public static int commonMultiple(long a, long b) {
        return Math.toIntExact(Math.multiplyExact(a / commonDivisor(a, b), b));
    }

    /** Returns the largest number that divides both, after Euclid. */
    public static long commonDivisor(long a, long b) {
        return b == 0 ? a : commonDivisor(b, a % b);
    }

    /**
     * Cuts an axis for a network that takes many sizes. Windows begin at multiples of a step, are whole steps shorter than
     * the padded axis and are clipped to it, so that a window's edge is the image's edge or far enough away.
     *
     * @param length positions of the axis
     * @param padded positions that the whole axis would be given as, at least the length
     * @param least positions of the shortest window, whole steps shorter than the padded axis
     * @param tile positions written per tile, rounded up to the step
     * @param halo positions read round a tile, rounded up to the step
     */
    public static List<Span> free(int length, int padded, int least, int tile, int halo, int step) {
        int width = Math.min(roundUp(tile, step), roundUp(length, step));
        int around = (int) Math.min(Integer.MAX_VALUE / 4, (halo + step - 1L) / step * step);
        List<Span> spans = new ArrayList<>();
        for (int min = 0; min < length; min += width) {
            int max = Math.min(length, min + width) - 1;
            int start = Math.max(0, min - around);
            int end = Math.max(start + least, roundUp(max + 1, step) + around + padded % step);
            if (end >= padded) {
                start = Math.min(start, padded - least);
                end = padded;
            }
            spans.add(new Span(min, max, start, end - 1));
        }
        return spans;
    }

    /**
     * Cuts an axis for a network that takes one size only. Windows begin at multiples of a step; the last one is moved
     * inward, to where it reaches beyond the axis by less than a step, or begins at 0.
     *
     * @param around positions at a window's edge that are not written, except at the image's edge: whole steps, and less
     *     than half of what the window has beyond a step
     * @param block no tile lies in two blocks of this length
     */
    public static List<Span> fixed(int length, int window, int around, int step, int block) {
        List<Span> spans = new ArrayList<>();
        int last = roundUp(Math.max(0, length - window), step);
        int min = 0;
        while (min < length) {
            int start = Math.min(last, Math.max(0, min - around) / step * step);
            int max = start == last ? length - 1 : start + window - around - 1;
            max = Math.min(max, (int) Math.min(length, (min / block + 1L) * block) - 1);
            spans.add(new Span(min, max, start, start + window - 1));
            min = max + 1;
        }
        return spans;
    }

    /**
     * Returns a tile size that cuts an axis into equal tiles none of which is larger than wanted.
     *
     * @param most the largest tile, at least the step
     */
    public static int even(int length, int most, int step) {
        int padded = roundUp(length, step);
        int tiles = (padded + most - 1) / most;
        return roundUp((padded + tiles - 1) / tiles, step);
    }

    /** Returns the smallest multiple of a step that is not below a number. */
    public static int roundUp(int number, int step) {
        return Math.toIntExact((number + step - 1L) / step * step);
    }
}
