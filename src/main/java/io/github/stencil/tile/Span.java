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
     * Cuts an axis for a network that takes any multiple of a step. Windows begin at multiples of the step and are
     * clipped to the axis padded to such a multiple, so that a window's edge is the image's edge or far enough away.
     *
     * @param length positions of the axis
     * @param tile positions written per tile, rounded up to the step
     * @param halo positions read round a tile, rounded up to the step
     */
    public static List<Span> free(int length, int tile, int halo, int step) {
        int padded = roundUp(length, step);
        int width = Math.min(roundUp(tile, step), padded);
        int around = (int) Math.min(Integer.MAX_VALUE / 4, (halo + step - 1L) / step * step);
        List<Span> spans = new ArrayList<>();
        for (int min = 0; min < length; min += width) {
            int max = Math.min(length, min + width) - 1;
            int windowMax = Math.min(padded, roundUp(max + 1, step) + around) - 1;
            spans.add(new Span(min, max, Math.max(0, min - around), windowMax));
        }
        return spans;
    }

    /**
     * Cuts an axis for a network that takes one size only. Windows at the end are moved inward; only where the axis is
     * shorter than a window does the window reach beyond it.
     *
     * @param halo positions at a window's edge that are not written, except at the image's edge; at most so many that a
     *     quarter of the window is written
     */
    public static List<Span> fixed(int length, int window, int halo) {
        int around = Math.min(halo, (window - Math.max(1, window / 4)) / 2);
        List<Span> spans = new ArrayList<>();
        int min = 0;
        int start = 0;
        while (start + window < length) {
            int max = start + window - around - 1;
            spans.add(new Span(min, max, start, start + window - 1));
            min = max + 1;
            start = min - around;
        }
        start = Math.max(0, length - window);
        spans.add(new Span(min, length - 1, start, start + window - 1));
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
