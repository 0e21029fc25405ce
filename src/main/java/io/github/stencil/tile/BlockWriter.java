// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tile;

import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageSink;
import io.github.stencil.image.PixelType;
import io.github.stencil.work.Part;
import io.github.stencil.work.Workplace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;

/**
 * Writes a result in whole blocks, each a multiple of what the result's store writes at once, of which parts arrive one
 * after the other. A block lies in memory until its last part has come. For one thread.
 */
public final class BlockWriter {
    private static final int X = 0;
    private static final int Y = 1;

    private final ImageSink sink;
    private final BlockGrid blocks;
    private final Map<Integer, Open> open = new HashMap<>();
    private Workplace.Written written = (block, found) -> {};

    private BlockWriter(ImageSink sink, BlockGrid blocks) {
        this.sink = sink;
        this.blocks = blocks;
    }

    /** Creates a writer of blocks of at most so many pixels, unless the store writes more at once. */
    public static BlockWriter of(ImageSink sink, long mostPixels) {
        Interval image = sink.description().extent().interval();
        return of(sink, BlockGrid.of(image, grain(sink.grain()), mostPixels, X, Y));
    }

    /** Creates a writer of certain blocks, which are multiples of what the store writes at once. */
    public static BlockWriter of(ImageSink sink, BlockGrid blocks) {
        return new BlockWriter(sink, blocks);
    }

    /** Returns whether a result is written in rows, so that any part can be written as it comes. */
    public static boolean isAnywhere(ImageSink sink) {
        return sink.grain().equals(sink.description().extent().row());
    }

    /** Returns how large pieces are along each axis [X, Y, C, Z, T]. */
    public static long[] grain(Extent grain) {
        return grain.interval().dimensionsAsLongArray();
    }

    /** Cuts an image that is read into blocks of at most so many pixels, unless more are stored together. */
    public static BlockGrid reading(Interval image, Extent grain, long mostPixels) {
        return BlockGrid.of(image, grain(grain), mostPixels, X, Y);
    }

    /**
     * Has the blocks made that no earlier run has written, by whoever shares the work.
     *
     * @param work makes some blocks, in order, and writes them here
     */
    public void each(Consumer<List<Interval>> work) {
        Workplace place = sink.work();
        place.share(place.step(blocks.size(), Part.BLOCKS), (numbers, receipts) -> {
            written = receipts;
            work.accept(numbers.stream().map(blocks::get).toList());
        });
    }

    /** Has the missing blocks made plane by plane; see {@link #each}. */
    public void eachPlane(Consumer<List<Interval>> work) {
        each(some -> work.accept(
                some.stream().flatMap(block -> planes(block).stream()).toList()));
    }

    /** Cuts a block into its planes. */
    public static List<Interval> planes(Interval block) {
        return BlockGrid.create(block, block.dimension(X), block.dimension(Y), 1, 1, 1);
    }

    /**
     * Takes a part of a block; no two parts overlap.
     *
     * @param part [X, Y, C, Z, T], inside one block
     * @param pixels X fastest and T slowest; read before this returns
     */
    public void write(Interval part, ImageSink.Pixels pixels) {
        int number = blocks.indexOf(part.minAsLongArray());
        Interval block = blocks.get(number);
        if (Intervals.equals(block, part)) {
            sink.write(part, pixels);
            written.put(number);
            return;
        }
        Open parts = open.computeIfAbsent(
                number, n -> new Open(block, sink.description().type()));
        parts.add(part, pixels);
        if (parts.left == 0) {
            open.remove(number);
            sink.write(block, parts.array);
            written.put(number);
        }
    }

    /** A block that is not whole yet. */
    private static final class Open {
        private final Interval block;
        private final Object array;
        private long left;

        Open(Interval block, PixelType type) {
            this.block = block;
            left = Intervals.numElements(block);
            array = type.createArray(Math.toIntExact(left));
        }

        void add(Interval part, ImageSink.Pixels pixels) {
            int width = (int) part.dimension(X);
            int from = 0;
            for (Interval row : BlockGrid.create(part, width, 1, 1, 1, 1)) {
                long at = 0;
                for (int d = block.numDimensions() - 1; d >= 0; d--) {
                    at = at * block.dimension(d) + row.min(d) - block.min(d);
                }
                pixels.copy(from, array, (int) at, width);
                from += width;
            }
            left -= Intervals.numElements(part);
        }
    }
}
