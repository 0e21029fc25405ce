// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import io.github.stencil.image.Extent;
import io.github.stencil.model.card.SizeRule;
import io.github.stencil.model.field.ReceptiveField;
import io.github.stencil.tile.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * How the axes of a frame are cut.
 *
 * @param z how slices are cut
 * @param y how rows are cut
 * @param x how columns are cut
 */
record TileAxes(TileAxis z, TileAxis y, TileAxis x) {
    private static final int SMALLEST_SQUARE = 64;
    private static final int SMALLEST_CUBE = 16;

    /**
     * Returns the axes before anything is cut.
     *
     * @param volume whether the network takes volumes
     * @param cut whether they are going to be cut
     * @param grain what is written at once of the result
     */
    static TileAxes whole(Extent extent, boolean volume, Sizes sizes, ReceptiveField field, boolean cut, Extent grain) {
        TileAxis z = volume
                ? axis(extent.slices(), sizes.z(), field.stepZ(), field.haloZ(), cut)
                : TileAxis.single(extent.slices());
        TileAxis y = axis(extent.height(), sizes.y(), field.step(), field.halo(), cut);
        TileAxis x = axis(extent.width(), sizes.x(), field.step(), field.halo(), cut);
        return new TileAxes(z.writtenIn(grain.slices()), y.writtenIn(grain.height()), x.writtenIn(grain.width()));
    }

    /** Returns an axis as it is before anything is cut. */
    static TileAxis axis(int length, SizeRule sizes, int step, int halo, boolean cut) {
        return cut ? TileAxis.whole(length, sizes, step, halo) : TileAxis.uncut(length, sizes, step, halo);
    }

    /** Returns the axes with tiles whose sides are those that are given. */
    TileAxes of(int slices, int rows, int columns) {
        return new TileAxes(z.of(slices), y.of(rows), x.of(columns));
    }

    /** Returns the axes with the largest tiles of equal sides whose windows take no more pixels. */
    TileAxes within(double pixels, boolean volume) {
        TileAxes axes = this;
        int smallest = volume ? SMALLEST_CUBE : SMALLEST_SQUARE;
        int side = Math.max(Math.max(y.length(), x.length()), volume ? z.length() : 1);
        while (axes.window() > pixels && side > smallest) {
            side = Math.max(smallest, Math.min(side - 1, side * 63 / 64));
            axes = new TileAxes(volume ? z.even(side) : z, y.even(side), x.even(side));
        }
        return axes;
    }

    /** Returns the pixels of the largest window. */
    long window() {
        return z.window() * y.window() * x.window();
    }

    /** Returns the longest side of a tile. */
    int tile() {
        return Math.max(z.tile(), Math.max(y.tile(), x.tile()));
    }

    /** Returns the rows and columns that are read round a tile. */
    int halo() {
        return Math.max(y.halo(), x.halo());
    }

    /** Returns whether tiles can be halved. */
    boolean divisible() {
        return z.divisible() || y.divisible() || x.divisible();
    }

    /** Returns the axes with tiles of half the longer sides. */
    TileAxes halved() {
        int most = tile();
        return new TileAxes(halved(z, most), halved(y, most), halved(x, most));
    }

    private static TileAxis halved(TileAxis axis, int most) {
        return axis.divisible() && 2 * axis.tile() > most ? axis.of(axis.tile() / 2) : axis;
    }

    /** Returns the tiles of a frame, cut to what lies in some slices, rows and columns. */
    List<Tile> tiles(Span inZ, Span inY, Span inX, int frame) {
        List<Tile> tiles = new ArrayList<>();
        for (Span slices : z.within(inZ)) {
            for (Span rows : y.within(inY)) {
                for (Span columns : x.within(inX)) {
                    tiles.add(new Tile(slices, rows, columns, frame));
                }
            }
        }
        return tiles;
    }
}
