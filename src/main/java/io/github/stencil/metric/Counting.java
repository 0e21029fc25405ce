// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import io.github.stencil.Progress;
import io.github.stencil.image.Extent;
import io.github.stencil.image.PixelType;
import io.github.stencil.image.Space;
import io.github.stencil.tile.BlockGrid;
import io.github.stencil.work.Part;
import io.github.stencil.work.Threads;
import io.github.stencil.work.WorkStep;
import io.github.stencil.work.Workplace;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.imglib2.Interval;
import org.jspecify.annotations.Nullable;

/**
 * Counts the pairs of labels of two maps in one pass, block after block, with all cores. Small images stay on the calling
 * thread. Memory: two blocks and a table per thread.
 */
final class Counting {
    private static final int BAND_PIXELS = 1 << 17;
    /** From this size of an image on, clearing and reading out a histogram is cheap. */
    private static final long HISTOGRAM_PIXELS = 1 << 18;

    /** So many pixels are written down at once, where counts are. */
    private static final long REGION_PIXELS = 1 << 24;

    private final Comparison maps;
    private final BlockGrid bands;
    private final int first;
    private final int end;
    private final PairTally[] images;
    private final boolean histogram;

    private Counting(Comparison maps, BlockGrid bands, int first, int end, Supplier<PairTally> tally) {
        this.maps = maps;
        this.bands = bands;
        this.end = end;
        this.first = first;
        Extent extent = maps.extent();
        images = new PairTally[maps.images()];
        for (int i = 0; i < images.length; i++) {
            images[i] = tally.get();
        }
        histogram = maps.truth().type() == PixelType.UINT8
                && maps.prediction().type() == PixelType.UINT8
                && extent.planePixels() * extent.planes() / images.length >= HISTOGRAM_PIXELS;
    }

    private static BlockGrid bands(Comparison maps) {
        Extent grain = maps.prediction().grain(); // no more than an image's planes together
        long[] sizes = {grain.width(), grain.height(), 1, maps.space() == Space.VOLUMES ? grain.slices() : 1, 1};
        return BlockGrid.of(maps.extent().interval(), sizes, BAND_PIXELS, 0, 1);
    }

    /**
     * Counts in a place: where that outlasts this process, region by region, each of which is written down, and which other
     * processes may share.
     *
     * @param part names the counts among others in the place
     * @return a tally per image of the stack, in stack order, each made by {@code tally}
     */
    static PairTally[] count(Comparison maps, Supplier<PairTally> tally, Workplace work, Part part, Progress progress) {
        BlockGrid bands = bands(maps);
        if (!work.isLasting()) {
            return new Counting(maps, bands, 0, bands.size(), tally).run(progress);
        }
        int perRegion = (int) Math.max(1, REGION_PIXELS / bands.blockPixels());
        WorkStep regions = work.step((bands.size() + perRegion - 1) / perRegion, part);
        work.notes(regions, region -> {
            int first = region * perRegion;
            int end = Math.min(bands.size(), first + perRegion);
            return PairTally.write(new Counting(maps, bands, first, end, tally).run(progress));
        });
        PairTally[] sum = Stream.generate(tally).limit(maps.images()).toArray(PairTally[]::new);
        for (int region = 0; region < regions.count(); region++) {
            PairTally.add(work.note(regions, region), sum);
        }
        return sum;
    }

    private PairTally[] run(Progress progress) {
        int processors = Runtime.getRuntime().availableProcessors();
        Threads.each(
                "count",
                processors,
                end - first,
                Worker::new,
                (done, count) -> progress.step(first + done, bands.size()));
        progress.step(end, bands.size());
        return images;
    }

    /** What one thread counts with. */
    private final class Worker implements Threads.Hand {
        private final PairReader reader;
        private final @Nullable ByteHistogram bytes = histogram ? new ByteHistogram() : null;
        private PairTally tally = images[0].fresh();
        private int image = -1;

        Worker() {
            reader = new PairReader(maps);
        }

        @Override
        public void piece(int number) {
            Interval band = bands.get(first + number);
            int here = maps.space().image(maps.extent(), (int) band.min(3), (int) band.min(4));
            if (here != image) {
                end();
                image = here;
            }
            int length = reader.read(band);
            if (bytes == null) {
                reader.addTo(tally, length);
            } else {
                if (bytes.counted() + length > Integer.MAX_VALUE) {
                    bytes.pourInto(tally);
                }
                bytes.add((byte[]) reader.rawTruth(), (byte[]) reader.rawPrediction(), length);
            }
        }

        @Override
        public void end() {
            if (image < 0) {
                return;
            }
            if (bytes != null) {
                bytes.pourInto(tally);
            }
            synchronized (images) {
                images[image] = images[image].plus(tally);
            }
            tally = tally.fresh();
        }
    }
}
