// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import io.github.stencil.tile.Span;

/**
 * A tile of a volume; a tile of a plane is one slice deep.
 *
 * @param z its slices
 * @param y its rows
 * @param x its columns
 * @param frame its frame, from 0
 */
record Tile(Span z, Span y, Span x, int frame) {
    /** Returns where in its window the tile lies. */
    Network.Core core() {
        return new Network.Core(z.offset(), y.offset(), x.offset(), z.length(), y.length(), x.length());
    }

    /** Returns the number of positions that are read. */
    int window() {
        return z.window() * y.window() * x.window();
    }

    /** Returns whether another tile can be computed in the same run. */
    boolean alike(Tile other) {
        return core().equals(other.core())
                && z.window() == other.z.window()
                && y.window() == other.y.window()
                && x.window() == other.x.window();
    }
}
