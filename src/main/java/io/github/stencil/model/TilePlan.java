package io.github.stencil.model;

import io.github.stencil.StencilException;
import io.github.stencil.axes.Extent;
import io.github.stencil.tensor.FreeMemory;
import io.github.stencil.tensor.TensorRuntime;
import io.github.stencil.tile.Span;
import java.util.ArrayList;
import java.util.List;

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

    static TilePlan of(
            Extent extent, ModelSignature model, ReceptiveField field, Probe probe, PredictionSettings settings) {
        double budget = Math.min(FreeMemory.bytes() / 2.0 / TensorRuntime.runsAtATime(), MOST_BYTES);
        long values = MOST_VALUES / Math.max(extent.channels(), probe.channels());
        double pixels = Math.min((double) values, Math.max(1, budget / probe.bytesPerPixel()));
        int halo = field.local() ? field.halo() : 0;
        int haloZ = field.local() ? field.haloZ() : 0;
        TileAxis z = model.volume()
                ? TileAxis.whole(extent.slices(), Math.max(0, model.depth()), field.stepZ(), haloZ)
                : TileAxis.single(extent.slices());
        TileAxis y = TileAxis.whole(extent.height(), Math.max(0, model.height()), field.step(), halo);
        TileAxis x = TileAxis.whole(extent.width(), Math.max(0, model.width()), field.step(), halo);
        TilePlan whole = new TilePlan(z, y, x, extent.frames(), 1, List.of());
        TilePlan plan = whole;
        List<String> warnings = new ArrayList<>(whole.fixedWarnings(field));
        if (!field.local()) {
            if (!model.fixed() && whole.window() > pixels) {
                warnings.add("The network looks at the whole image, so it is not cut into tiles; memory may run out.");
            }
        } else if (settings.tile() > 0) {
            int side = settings.tile();
            plan = whole.with(model.volume() ? z.of(side) : z, y.of(side), x.of(side));
        } else {
            plan = whole.within(pixels, model.volume());
        }
        if (plan.window() > values) {
            throw StencilException.of(
                    "A window of %d pixels is too large for one run of the network. Choose a smaller tile, or crop the image.",
                    plan.window());
        }
        return new TilePlan(plan.z, plan.y, plan.x, plan.frames, plan.batch(pixels, model.batch()), warnings);
    }

    private List<String> fixedWarnings(ReceptiveField field) {
        boolean several = seen(z, field) || seen(y, field) || seen(x, field);
        return several
                ? List.of("The network looks further than its %s window reaches, so borders of windows may show."
                        .formatted(
                                z.fixed() > 0
                                        ? "%d x %d x %d".formatted(x.window(), y.window(), z.window())
                                        : "%d x %d".formatted(x.window(), y.window())))
                : List.of();
    }

    private static boolean seen(TileAxis axis, ReceptiveField field) {
        return axis.fixed() > 0 && axis.fixed() < axis.length() && (!field.local() || 4 * axis.halo() > axis.fixed());
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

    /** Returns the runs for the whole image. */
    List<TileBatch> batches() {
        List<Tile> tiles = new ArrayList<>();
        for (int t = 0; t < frames; t++) {
            for (Span slices : z.spans()) {
                for (Span rows : y.spans()) {
                    for (Span columns : x.spans()) {
                        tiles.add(new Tile(slices, rows, columns, t));
                    }
                }
            }
        }
        return group(tiles);
    }

    /** Returns the runs of this plan that cover what other runs would have covered. */
    List<TileBatch> batches(List<TileBatch> left) {
        List<Tile> tiles = new ArrayList<>();
        for (TileBatch some : left) {
            for (Tile old : some.tiles()) {
                for (Span slices : z.within(old.z())) {
                    for (Span rows : y.within(old.y())) {
                        for (Span columns : x.within(old.x())) {
                            tiles.add(new Tile(slices, rows, columns, old.frame()));
                        }
                    }
                }
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
