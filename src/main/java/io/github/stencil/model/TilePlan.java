package io.github.stencil.model;

import io.github.stencil.StencilException;
import io.github.stencil.image.Extent;
import io.github.stencil.model.card.SizeRule;
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
 * @param z how slices are cut
 * @param y how rows are cut
 * @param x how columns are cut
 * @param frames the image's
 * @param batch the most tiles in a run
 * @param warnings what the user should know
 */
record TilePlan(TileAxis z, TileAxis y, TileAxis x, int frames, int batch, List<String> warnings) {
    private static final long MOST_BYTES = 4L << 30;
    private static final int MOST_BATCH = 16;
    /** Beyond this a run has work enough for all cores. */
    private static final long BATCHED_PIXELS = 1 << 18;
    /** A window's values are counted by an int. */
    private static final long MOST_VALUES = Integer.MAX_VALUE - 8L;

    private static final int SMALLEST_SQUARE = 64;
    private static final int SMALLEST_CUBE = 16;

    TilePlan {
        warnings = List.copyOf(warnings);
    }

    /**
     * Chooses tiles.
     *
     * @param grain what is written at once of the result, of which blocks are multiples
     */
    static TilePlan of(
            Extent extent, Model model, ReceptiveField field, Probe probe, PredictionSettings settings, Extent grain) {
        double budget = Math.min(FreeMemory.bytes() / 2.0 / TensorRuntime.runsAtATime(), MOST_BYTES);
        long values = MOST_VALUES / Math.max(extent.channels(), probe.channels());
        double pixels = Math.min((double) values, Math.max(1, budget / probe.bytesPerPixel()));
        boolean volume = model.signature().volume();
        boolean cut = field.local() || settings.overlap() >= 0;
        TilePlan plan = whole(extent, volume, model.sizes(field), field, cut, grain);
        int side = settings.tile();
        List<String> warnings = TileWarnings.of(plan, field, cut, side, probe);
        if (cut && side > 0) {
            plan = plan.with(volume ? plan.z.of(side) : plan.z, plan.y.of(side), plan.x.of(side));
        } else if (cut) {
            plan = plan.within(pixels, volume);
        }
        if (plan.window() > values) {
            throw StencilException.of(
                    "A window of %d pixels is too large for one run of the network. Choose a smaller tile, or crop the image.",
                    plan.window());
        }
        // what is normalised over a run would otherwise depend on what else is in it
        int batch = field.local() ? plan.batch(pixels, model.signature().batch()) : 1;
        return new TilePlan(plan.z, plan.y, plan.x, plan.frames, batch, warnings);
    }

    private static TilePlan whole(
            Extent extent, boolean volume, Sizes sizes, ReceptiveField field, boolean cut, Extent grain) {
        TileAxis z = volume
                ? axis(extent.slices(), sizes.z(), field.stepZ(), field.haloZ(), cut)
                : TileAxis.single(extent.slices());
        TileAxis y = axis(extent.height(), sizes.y(), field.step(), field.halo(), cut);
        TileAxis x = axis(extent.width(), sizes.x(), field.step(), field.halo(), cut);
        return new TilePlan(
                z.writtenIn(grain.slices()),
                y.writtenIn(grain.height()),
                x.writtenIn(grain.width()),
                extent.frames(),
                1,
                List.of());
    }

    /** Returns an axis as it is before anything is cut. */
    static TileAxis axis(int length, SizeRule sizes, int step, int halo, boolean cut) {
        return cut ? TileAxis.whole(length, sizes, step, halo) : TileAxis.uncut(length, sizes, step, halo);
    }

    /** Returns this plan with the largest tiles of equal sides whose windows take no more pixels. */
    private TilePlan within(double pixels, boolean volume) {
        TilePlan plan = this;
        int smallest = volume ? SMALLEST_CUBE : SMALLEST_SQUARE;
        int side = Math.max(Math.max(y.length(), x.length()), volume ? z.length() : 1);
        while (plan.window() > pixels && side > smallest) {
            side = Math.max(smallest, Math.min(side - 1, side * 63 / 64));
            plan = with(volume ? z.even(side) : z, y.even(side), x.even(side));
        }
        return plan;
    }

    private TilePlan with(TileAxis otherZ, TileAxis otherY, TileAxis otherX) {
        return new TilePlan(otherZ, otherY, otherX, frames, 1, warnings);
    }

    /** Returns the sizes that were chosen, with which {@link #chosen} makes the same plan again. */
    int[] choice() {
        return new int[] {z.tile(), y.tile(), x.tile(), batch};
    }

    /** Returns this plan with tiles and runs that were chosen before. */
    TilePlan chosen(int... choice) {
        return new TilePlan(z.of(choice[0]), y.of(choice[1]), x.of(choice[2]), frames, choice[3], warnings);
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

    private int batch(double pixels, int fixedBatch) {
        if (fixedBatch > 0) {
            return fixedBatch;
        }
        long some = Math.min(MOST_BATCH, Math.max(1L, BATCHED_PIXELS / window()));
        return (int) Math.max(1, Math.min(some, (long) (pixels / window())));
    }

    /** Returns how blocks of the result are cut [X, Y, C, Z, T]; each is written at once, with all channels. */
    BlockGrid blocks(Extent result, Extent grain) {
        return BlockGrid.create(result.interval(), x.block(), y.block(), result.channels(), z.block(), grain.frames());
    }

    /** Returns the runs for a block of the result. */
    List<TileBatch> batches(Interval block) {
        Span slices = span(block, 3);
        Span rows = span(block, 1);
        Span columns = span(block, 0);
        List<Tile> tiles = new ArrayList<>();
        for (long t = block.min(4); t <= block.max(4); t++) {
            tiles.addAll(tiles(slices, rows, columns, (int) t));
        }
        return group(tiles);
    }

    private static Span span(Interval block, int axis) {
        int min = (int) block.min(axis);
        int max = (int) block.max(axis);
        return new Span(min, max, min, max);
    }

    private List<Tile> tiles(Span inZ, Span inY, Span inX, int frame) {
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

    /** Returns the runs of this plan that cover what other runs would have covered. */
    List<TileBatch> batches(List<TileBatch> left) {
        List<Tile> tiles = new ArrayList<>();
        for (TileBatch some : left) {
            for (Tile old : some.tiles()) {
                tiles.addAll(tiles(old.z(), old.y(), old.x(), old.frame()));
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
            return with(z, y, x);
        }
        if (!z.divisible() && !y.divisible() && !x.divisible()) {
            throw StencilException.of(
                    "Memory ran out with tiles of %d pixels, and they cannot get smaller. Close images, or run on a machine with more memory.",
                    tile());
        }
        int most = tile();
        return with(halved(z, most), halved(y, most), halved(x, most));
    }

    private static TileAxis halved(TileAxis axis, int most) {
        return axis.divisible() && 2 * axis.tile() > most ? axis.of(axis.tile() / 2) : axis;
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
