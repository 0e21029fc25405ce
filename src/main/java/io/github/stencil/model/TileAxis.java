// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import io.github.stencil.model.card.SizeRule;
import io.github.stencil.tile.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * How one axis of an image is cut.
 *
 * @param length the image's positions along it
 * @param sizes which windows the network takes, and so what the image is padded to
 * @param step tiles begin at multiples of it
 * @param halo positions read round a tile
 * @param tile positions of a tile, a multiple of the step; meaningless for a fixed window
 * @param unit where blocks of the result begin, at multiples: tiles divide it, or are multiples of it; 1 for anywhere
 * @param local whether the network looks no further than the halo
 */
record TileAxis(int length, SizeRule sizes, int step, int halo, int tile, int unit, boolean local) {
    /** Below this tiles are mostly halo. */
    private static final int SMALLEST = 16;
    /** Blocks of the result are at most so many fixed windows long, as they lie in memory. */
    private static final int MOST_WINDOWS = 4;

    /** Returns an axis that can be cut, and is not yet. */
    static TileAxis whole(int length, SizeRule sizes, int step, int halo) {
        int both = sizes.fixed() > 0 ? Math.min(step, sizes.fixed()) : Span.commonMultiple(step, sizes.step());
        return new TileAxis(length, sizes, both, halo, Span.roundUp(length, both), 1, true);
    }

    /** Returns an axis that must not be cut, unless the network takes one size only. */
    static TileAxis uncut(int length, SizeRule sizes, int step, int halo) {
        if (sizes.fixed() > 0) {
            TileAxis whole = whole(length, sizes, step, halo);
            return new TileAxis(length, sizes, whole.step, halo, whole.tile, 1, false);
        }
        int padded = sizes.padded(length);
        return new TileAxis(length, sizes, padded, 0, padded, 1, false);
    }

    /** Returns an axis that is cut at every position: planes of a network that takes planes. */
    static TileAxis single(int length) {
        return new TileAxis(length, SizeRule.ANY, 1, 0, 1, 1, true);
    }

    /** Returns this axis with tiles of a size, rounded up to the step. */
    TileAxis of(int size) {
        return new TileAxis(length, sizes, step, halo, Span.roundUp(Math.min(size, length), step), unit, local);
    }

    /** Returns this axis for a result that is written in pieces of some length. */
    TileAxis writtenIn(int grain) {
        int both = grain;
        while (grain > 1 && both % step != 0 && both < length) {
            both += grain;
        }
        return new TileAxis(length, sizes, step, halo, tile, Math.min(both, length), local);
    }

    /** Returns the only window that the network takes, or 0. */
    int fixed() {
        return sizes.fixed();
    }

    /** Returns whether the image takes several windows of the only size. */
    boolean severalFixed() {
        return fixed() > 0 && fixed() < length;
    }

    /** Returns whether fixed windows can overlap by what the network looks at. */
    boolean overlaps() {
        return 2 * halo + step <= fixed();
    }

    /** Returns how much of a fixed window's edges is not written: the halo, or so much that a quarter is written. */
    private int overlap() {
        return overlaps() ? halo : (fixed() - Math.max(Math.min(step, fixed()), fixed() / 4)) / 2 / step * step;
    }

    /** Returns whether fixed windows give what one window round the whole image would. */
    private boolean exact() {
        return local && overlaps();
    }

    /** Returns the length of the blocks that are written: whole tiles, and whole pieces. */
    int block() {
        if (fixed() == 0) {
            return Math.min(length, Span.roundUp(tile, unit));
        }
        int most = Math.max(unit, MOST_WINDOWS * fixed() / unit * unit);
        if (length <= most || !exact()) {
            return Math.min(length, most);
        }
        int inside = fixed() - 2 * overlap();
        int best = unit;
        double least = Double.POSITIVE_INFINITY;
        for (int size = unit; size <= most; size += unit) {
            double computed = (double) Span.roundUp(size, inside) / size;
            if (computed <= least) { // longer ones hold windows that can run together
                least = computed;
                best = size;
            }
        }
        return best;
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
        int padded = sizes.padded(length);
        return fixed() > 0 ? fixed() : Math.min((long) padded, Math.max(least(), tile + 2L * halo + padded % step));
    }

    /** Returns the shortest window that is whole steps shorter than the padded axis and that the network takes. */
    private int least() {
        int padded = sizes.padded(length);
        return padded - (padded - sizes.min()) / step * step;
    }

    /** Returns whether tiles can be halved. */
    boolean divisible() {
        return fixed() == 0 && tile > Math.max(step, SMALLEST) && step <= tile / 2;
    }

    List<Span> spans() {
        return fixed() > 0
                ? Span.fixed(length, fixed(), overlap(), step, exact() ? block() : length)
                : Span.free(length, sizes.padded(length), least(), tile, halo, step);
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
