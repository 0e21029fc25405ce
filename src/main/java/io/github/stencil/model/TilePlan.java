// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import io.github.stencil.StencilException;
import io.github.stencil.image.Extent;
import io.github.stencil.model.field.ReceptiveField;
import io.github.stencil.tensor.FreeMemory;
import io.github.stencil.tensor.TensorRuntime;
import io.github.stencil.tile.BlockGrid;
import io.github.stencil.tile.Span;
import java.util.ArrayList;
import java.util.List;
import net.imglib2.Interval;

/**
 * How an image is cut: chosen beforehand, so that a run takes at most half of the memory that is free. For a network that
 * takes planes every slice is a tile of its own.
 *
 * @param axes how each frame is cut
 * @param frames the image's
 * @param batch the most tiles in a run
 * @param warnings what the user should know
 */
record TilePlan(TileAxes axes, int frames, int batch, List<String> warnings) {
    private static final long MOST_BYTES = 4L << 30;
    private static final int MOST_BATCH = 16;
    /** Beyond this a run has work enough for all cores. */
    private static final long BATCHED_PIXELS = 1 << 18;
    /** A window's values are counted by an int. */
    private static final long MOST_VALUES = Integer.MAX_VALUE - 8L;

    TilePlan {
        warnings = List.copyOf(warnings);
    }

    /**
     * Chooses tiles.
     *
     * @param grain what is written at once of the result, of which blocks are multiples
     */
    static TilePlan of(
            Extent extent,
            ReadModel model,
            ReceptiveField field,
            Probe probe,
            PredictionSettings settings,
            Extent grain) {
        double budget = Math.min(FreeMemory.bytes() / 2.0 / TensorRuntime.runsAtATime(), MOST_BYTES);
        long values = MOST_VALUES / Math.max(extent.channels(), probe.channels());
        double pixels = Math.min((double) values, Math.max(1, budget / probe.bytesPerPixel()));
        boolean volume = model.signature().volume();
        boolean cut = field.local() || settings.overlap() >= 0;
        TileAxes axes = TileAxes.whole(extent, volume, model.sizes(field), field, cut, grain);
        int side = settings.tile();
        List<String> warnings = TileWarnings.of(axes, field, cut, side, probe);
        if (cut && side > 0) {
            axes = axes.of(volume ? side : axes.z().tile(), side, side);
        } else if (cut) {
            axes = axes.within(pixels, volume);
        }
        if (axes.window() > values) {
            throw StencilException.of(
                    "A window of %d pixels is too large for one run of the network. Choose a smaller tile, or crop the image.",
                    axes.window());
        }
        // what is normalised over a run would otherwise depend on what else is in it
        int batch =
                field.local() ? batch(axes.window(), pixels, model.signature().batch()) : 1;
        return new TilePlan(axes, extent.frames(), batch, warnings);
    }

    /** Returns the sizes that were chosen, with which {@link #chosen} makes the same plan again. */
    int[] choice() {
        return new int[] {axes.z().tile(), axes.y().tile(), axes.x().tile(), batch};
    }

    /** Returns this plan with tiles and runs that were chosen before. */
    TilePlan chosen(int... choice) {
        return new TilePlan(axes.of(choice[0], choice[1], choice[2]), frames, choice[3], warnings);
    }

    private static int batch(long window, double pixels, int fixedBatch) {
        if (fixedBatch > 0) {
            return fixedBatch;
        }
        long some = Math.min(MOST_BATCH, Math.max(1L, BATCHED_PIXELS / window));
        return (int) Math.max(1, Math.min(some, (long) (pixels / window)));
    }

    /** Returns how blocks of the result are cut [X, Y, C, Z, T]; each is written at once, with all channels. */
    BlockGrid blocks(Extent result, Extent grain) {
        return BlockGrid.create(
                result.interval(),
                axes.x().block(),
                axes.y().block(),
                result.channels(),
                axes.z().block(),
                grain.frames());
    }

    /** Returns the runs for a block of the result. */
    List<TileBatch> batches(Interval block) {
        Span slices = span(block, 3);
        Span rows = span(block, 1);
        Span columns = span(block, 0);
        List<Tile> tiles = new ArrayList<>();
        for (long t = block.min(4); t <= block.max(4); t++) {
            tiles.addAll(axes.tiles(slices, rows, columns, (int) t));
        }
        return group(tiles);
    }

    private static Span span(Interval block, int axis) {
        int min = (int) block.min(axis);
        int max = (int) block.max(axis);
        return new Span(min, max, min, max);
    }

    /** Returns the runs of this plan that cover what other runs would have covered. */
    List<TileBatch> batches(List<TileBatch> left) {
        List<Tile> tiles = new ArrayList<>();
        for (TileBatch some : left) {
            for (Tile old : some.tiles()) {
                tiles.addAll(axes.tiles(old.z(), old.y(), old.x(), old.frame()));
            }
        }
        return group(tiles);
    }

    /**
     * Returns a plan that takes less memory: fewer tiles in a run, or tiles of half the longer sides.
     *
     * @throws StencilException if tiles cannot get smaller
     */
    TilePlan halved() {
        if (batch > 1) {
            return new TilePlan(axes, frames, 1, warnings);
        }
        if (!axes.divisible()) {
            throw StencilException.of(
                    "Memory ran out with tiles of %d pixels, and they cannot get smaller. Close images, or run on a machine with more memory.",
                    axes.tile());
        }
        return new TilePlan(axes.halved(), frames, 1, warnings);
    }

    private List<TileBatch> group(List<Tile> tiles) {
        List<TileBatch> batches = new ArrayList<>();
        List<Tile> open = new ArrayList<>();
        for (Tile tile : tiles) {
            if (!open.isEmpty() && (open.size() == batch || !open.get(0).alike(tile))) {
                batches.add(new TileBatch(open));
                open.clear();
            }
            open.add(tile);
        }
        if (!open.isEmpty()) {
            batches.add(new TileBatch(open));
        }
        return batches;
    }
}
