package io.github.stencil.model;

import io.github.stencil.StencilException;
import io.github.stencil.axes.Extent;
import io.github.stencil.tensor.FreeMemory;
import io.github.stencil.tile.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * How an image is cut: chosen beforehand, so that a run takes at most half of the memory that is free.
 *
 * @param extent the image's
 * @param height height of a fixed window, or 0
 * @param width width of a fixed window, or 0
 * @param step tiles begin at multiples of it
 * @param halo pixels read round a tile
 * @param tile the longest side of a tile
 * @param batch the most tiles in a run
 * @param warnings what the user should know
 */
record TilePlan(Extent extent, int height, int width, int step, int halo, int tile, int batch, List<String> warnings) {
    private static final long MOST_BYTES = 4L << 30;
    private static final int MOST_BATCH = 16;
    /** Beyond this a run has work enough for all cores. */
    private static final long BATCHED_PIXELS = 1 << 18;

    private static final int SMALLEST = 64;

    TilePlan {
        warnings = List.copyOf(warnings);
    }

    static TilePlan of(
            Extent extent, ModelSignature model, ReceptiveField field, Probe probe, PredictionSettings settings) {
        double budget = Math.min(FreeMemory.bytes() / 2.0, MOST_BYTES);
        double pixels = Math.max(1, budget / probe.bytesPerPixel());
        List<String> warnings = new ArrayList<>();
        if (model.fixed()) {
            return fixed(extent, model, field, pixels, warnings);
        }
        int step = field.step();
        int longest = Span.roundUp(Math.max(extent.width(), extent.height()), step);
        int halo = field.local() ? field.halo() : 0;
        int tile;
        if (!field.local()) {
            tile = longest;
            if ((double) extent.width() * extent.height() > pixels) {
                warnings.add("The network looks at the whole image, so it is not cut into tiles; memory may run out.");
            }
        } else if (settings.tile() > 0) {
            tile = Math.min(longest, Span.roundUp(settings.tile(), step));
        } else {
            tile = automatic(extent, pixels, halo, step);
        }
        long window = (long) Math.min(tile + 2 * halo, longest) * Math.min(tile + 2 * halo, longest);
        return new TilePlan(extent, 0, 0, step, halo, tile, batch(window, pixels, model.batch()), warnings);
    }

    private static TilePlan fixed(
            Extent extent, ModelSignature model, ReceptiveField field, double pixels, List<String> warnings) {
        int height = model.height() > 0 ? model.height() : Span.roundUp(extent.height(), field.step());
        int width = model.width() > 0 ? model.width() : Span.roundUp(extent.width(), field.step());
        boolean several = height < extent.height() || width < extent.width();
        if (several && (!field.local() || 4 * field.halo() > Math.min(height, width))) {
            warnings.add("The network looks further than its %d x %d window reaches, so borders of windows may show."
                    .formatted(width, height));
        }
        int batch = batch((long) width * height, pixels, model.batch());
        return new TilePlan(
                extent, height, width, field.step(), field.halo(), Math.max(height, width), batch, warnings);
    }

    private static int automatic(Extent extent, double pixels, int halo, int step) {
        int largest = (int) Math.min(1 << 28, Math.sqrt(pixels) - 2.0 * halo);
        int most = Math.max(Math.max(step, Span.roundUp(SMALLEST, step)), largest / step * step);
        double whole = (double) Span.roundUp(extent.width(), step) * Span.roundUp(extent.height(), step);
        int longest = Math.max(extent.width(), extent.height());
        return whole <= pixels
                ? Span.roundUp(longest, step)
                : Span.even(longest, Math.min(most, Span.roundUp(longest, step)), step);
    }

    private static int batch(long window, double pixels, int fixedBatch) {
        if (fixedBatch > 0) {
            return fixedBatch;
        }
        long some = Math.min(MOST_BATCH, Math.max(1L, BATCHED_PIXELS / window));
        return (int) Math.max(1, Math.min(some, (long) (pixels / window)));
    }

    /** Returns the runs for the whole image. */
    List<TileBatch> batches() {
        List<Tile> tiles = new ArrayList<>();
        for (int t = 0; t < extent.frames(); t++) {
            for (int z = 0; z < extent.slices(); z++) {
                for (Span y : rows()) {
                    for (Span x : columns()) {
                        tiles.add(new Tile(y, x, z, t));
                    }
                }
            }
        }
        return group(tiles);
    }

    /** Returns the runs of this plan that cover what other runs would have covered. */
    List<TileBatch> batches(List<TileBatch> left) {
        List<Tile> tiles = new ArrayList<>();
        for (TileBatch batch : left) {
            for (Tile old : batch.tiles()) {
                for (Span y : within(rows(), old.y())) {
                    for (Span x : within(columns(), old.x())) {
                        tiles.add(new Tile(y, x, old.slice(), old.frame()));
                    }
                }
            }
        }
        return group(tiles);
    }

    /**
     * Returns a plan that takes about a quarter of the memory: fewer tiles in a run, or tiles of half the side.
     *
     * @throws StencilException if tiles cannot get smaller
     */
    TilePlan halved() {
        boolean smallest = height > 0 || width > 0 || tile <= Math.max(step, SMALLEST) || step > tile / 2;
        if (batch == 1 && smallest) {
            throw StencilException.of(
                    "Memory ran out with tiles of %d pixels, and they cannot get smaller. Close images, or run on a machine with more memory.",
                    tile);
        }
        return batch > 1
                ? new TilePlan(extent, height, width, step, halo, tile, 1, warnings)
                : new TilePlan(extent, height, width, step, halo, Span.roundUp(tile / 2, step), 1, warnings);
    }

    private List<Span> rows() {
        return height > 0 ? Span.fixed(extent.height(), height, halo) : Span.free(extent.height(), tile, halo, step);
    }

    private List<Span> columns() {
        return width > 0 ? Span.fixed(extent.width(), width, halo) : Span.free(extent.width(), tile, halo, step);
    }

    /** Returns the spans, cut to what lies in another. */
    private static List<Span> within(List<Span> spans, Span old) {
        List<Span> inside = new ArrayList<>();
        for (Span span : spans) {
            int min = Math.max(span.min(), old.min());
            int max = Math.min(span.max(), old.max());
            if (min <= max) {
                inside.add(new Span(min, max, span.windowMin(), span.windowMax()));
            }
        }
        return inside;
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
