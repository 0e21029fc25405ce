// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import java.util.List;

/**
 * Tiles that are computed in one run: windows of one size with the tile at the same place.
 *
 * @param tiles at least one
 */
record TileBatch(List<Tile> tiles) {
    TileBatch {
        tiles = List.copyOf(tiles);
    }

    Network.Core core() {
        return tiles.get(0).core();
    }
}
