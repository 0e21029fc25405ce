package io.github.stencil.model;

import io.github.stencil.tile.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * How one axis of an image is cut.
 *
 * @param length the image's positions along it
 * @param fixed the only window that the network takes, or 0
 * @param step tiles begin at multiples of it
 * @param halo positions read round a tile
 * @param tile positions of a tile, a multiple of the step; meaningless for a fixed window
 * @param unit where blocks of the result begin, at multiples: tiles divide it, or are multiples of it; 1 for anywhere
 */
record TileAxis(int length, int fixed, int step, int halo, int tile, int unit) {
    /** Below this tiles are mostly halo. */
    private static final int SMALLEST = 16;

    /** Returns an axis that is not cut. */
    static TileAxis whole(int length, int fixed, int step, int halo) {
        return new TileAxis(length, fixed, step, halo, Span.roundUp(length, step), 1);
    }

    /** Returns an axis that is cut at every position: planes of a network that takes planes. */
    static TileAxis single(int length) {
        return new TileAxis(length, 0, 1, 0, 1, 1);
    }

    /** Returns this axis with tiles of a size, rounded up to the step. */
    TileAxis of(int size) {
        return new TileAxis(length, fixed, step, halo, Span.roundUp(Math.min(size, length), step), unit);
    }

    /** Returns this axis for a result that is written in pieces of some length. */
    TileAxis writtenIn(int grain) {
        int both = grain;
        while (both % step != 0 && both < length) {
            both += grain;
        }
        return new TileAxis(length, fixed, step, halo, tile, Math.min(both, length));
    }

    /** Returns the length of the blocks that are written: whole tiles, and whole pieces. */
    int block() {
        return Math.min(length, fixed > 0 ? unit : Span.roundUp(tile, unit));
    }

    /**
     * Returns this axis with equal tiles none of which is larger than a size, or than the step where that is more. Where
     * the result is written in pieces shorter than the axis, they are as long as several of these or divide one.
     */
    TileAxis even(int most) {
        if (unit > 1 && unit < length && unit % step == 0) {
            if (most >= unit) {
                return of(most / unit * unit);
            }
            int parts = (unit + most - 1) / most;
            while (parts < unit / step && unit % (parts * step) != 0) {
                parts++;
            }
            return of(unit / Math.min(parts, unit / step));
        }
        int largest = Math.max(step, most / step * step);
        return largest >= length ? of(length) : of(Span.even(length, largest, step));
    }

    /** Returns the longest window. */
    long window() {
        return fixed > 0 ? fixed : Math.min((long) Span.roundUp(length, step), tile + 2L * halo);
    }

    /** Returns whether tiles can be halved. */
    boolean divisible() {
        return fixed == 0 && tile > Math.max(step, SMALLEST) && step <= tile / 2;
    }

    List<Span> spans() {
        return fixed > 0 ? Span.fixed(length, fixed, halo) : Span.free(length, tile, halo, step);
    }

    /** Returns the spans, cut to what lies in another. */
    List<Span> within(Span old) {
        List<Span> inside = new ArrayList<>();
        for (Span span : spans()) {
            int min = Math.max(span.min(), old.min());
            int max = Math.min(span.max(), old.max());
            if (min <= max) {
                inside.add(new Span(min, max, span.windowMin(), span.windowMax()));
            }
        }
        return inside;
    }
}
