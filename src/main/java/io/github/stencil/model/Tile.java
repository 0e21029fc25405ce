package io.github.stencil.model;

import io.github.stencil.tile.Span;

/**
 * A tile of a plane.
 *
 * @param y its rows
 * @param x its columns
 * @param slice the plane's slice, from 0
 * @param frame the plane's frame, from 0
 */
record Tile(Span y, Span x, int slice, int frame) {
    /** Returns where in its window the tile lies. */
    Network.Core core() {
        return new Network.Core(y.offset(), x.offset(), y.length(), x.length());
    }

    /** Returns whether another tile can be computed in the same run. */
    boolean alike(Tile other) {
        return core().equals(other.core()) && y.window() == other.y.window() && x.window() == other.x.window();
    }
}
