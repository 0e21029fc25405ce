package io.github.stencil.metric;

import io.github.stencil.CancelledException;
import io.github.stencil.Progress;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.PixelType;
import io.github.stencil.image.Space;
import io.github.stencil.tile.BlockGrid;
import io.github.stencil.work.Receipts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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

    private final LabelMaps maps;
    private final Space space;
    private final BlockGrid bands;
    private final int end;
    private final PairTally[] images;
    private final boolean histogram;
    private final AtomicInteger next;
    private final AtomicInteger done;
    private volatile boolean stopped;
    private int failedBand = Integer.MAX_VALUE;
    private @Nullable Throwable failure;

    private Counting(LabelMaps maps, Space space, BlockGrid bands, int first, int end, Supplier<PairTally> tally) {
        this.maps = maps;
        this.space = space;
        this.bands = bands;
        this.end = end;
        next = new AtomicInteger(first);
        done = new AtomicInteger(first);
        Extent extent = maps.extent();
        images = new PairTally[space.images(extent)];
        for (int i = 0; i < images.length; i++) {
            images[i] = tally.get();
        }
        histogram = maps.truth().type() == PixelType.UINT8
                && maps.prediction().type() == PixelType.UINT8
                && extent.planePixels() * extent.planes() / images.length >= HISTOGRAM_PIXELS;
    }

    private static BlockGrid bands(LabelMaps maps, Space space) {
        Extent grain = maps.prediction().grain(); // no more than an image's planes together
        long[] sizes = {grain.width(), grain.height(), 1, space == Space.VOLUMES ? grain.slices() : 1, 1};
        return BlockGrid.of(maps.extent().interval(), sizes, BAND_PIXELS, 0, 1);
    }

    /**
     * Counts in a store: where it outlasts this process, region by region, each of which is written down, and which other
     * processes may share.
     *
     * @param part names the counts among others in the store
     * @return a tally per image of the stack, in stack order, each made by {@code tally}
     */
    static PairTally[] count(
            LabelMaps maps, Space space, Supplier<PairTally> tally, ImageStore store, String part, Progress progress) {
        BlockGrid bands = bands(maps, space);
        if (!store.isLasting()) {
            return new Counting(maps, space, bands, 0, bands.size(), tally).run(progress);
        }
        Receipts receipts = store.receipts(part);
        int perRegion = (int) Math.max(1, REGION_PIXELS / bands.blockPixels());
        int regions = (bands.size() + perRegion - 1) / perRegion;
        store.sharing().share(part, regions, region -> receipts.contains(String.valueOf(region)), numbers -> {
            for (int region : numbers) {
                int first = region * perRegion;
                int end = Math.min(bands.size(), first + perRegion);
                PairTally[] counted = new Counting(maps, space, bands, first, end, tally).run(progress);
                receipts.put(String.valueOf(region), PairTally.write(counted));
            }
        });
        PairTally[] sum =
                Stream.generate(tally).limit(space.images(maps.extent())).toArray(PairTally[]::new);
        for (int region = 0; region < regions; region++) {
            PairTally.add(receipts.find(String.valueOf(region)).orElseThrow(), sum);
        }
        return sum;
    }

    private PairTally[] run(Progress progress) {
        int threads = Math.min(Runtime.getRuntime().availableProcessors(), end - next.get());
        List<Thread> helpers = new ArrayList<>();
        for (int i = 1; i < threads; i++) {
            Thread helper = new Thread(() -> work(Progress.NONE), "Stencil count");
            helper.setDaemon(true);
            helper.start();
            helpers.add(helper);
        }
        work(progress);
        boolean interrupted = false;
        for (Thread helper : helpers) {
            while (helper.isAlive()) {
                try {
                    helper.join();
                } catch (InterruptedException e) {
                    stopped = true;
                    interrupted = true; // said to the thread once all have ended
                }
            }
        }
        rethrow();
        if (interrupted) {
            Thread.currentThread().interrupt();
            throw new CancelledException("Stopped.");
        }
        progress.step(end, bands.size());
        return images;
    }

    private void work(Progress progress) {
        int band = 0;
        try {
            Worker worker = new Worker();
            while (!stopped) {
                band = next.getAndIncrement();
                if (band >= end) {
                    break;
                }
                worker.count(bands.get(band));
                progress.step(done.incrementAndGet(), bands.size());
            }
            worker.pour();
        } catch (Throwable e) {
            fail(band, e);
        }
    }

    /** Keeps the failure of the first band, whichever thread met it, so that a message does not depend on chance. */
    private synchronized void fail(int band, Throwable e) {
        stopped = true; // the bands before this one are under way in other threads, and end
        if (band <= failedBand) {
            failedBand = band;
            failure = e;
        }
    }

    private synchronized void rethrow() {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }

    /** What one thread counts with. */
    private final class Worker {
        private final LabelMaps.Reader reader;
        private final @Nullable ByteHistogram bytes = histogram ? new ByteHistogram() : null;
        private PairTally tally = images[0].fresh();
        private int image = -1;

        Worker() {
            reader = new LabelMaps.Reader(maps);
        }

        void count(Interval band) {
            int here = space.image(maps.extent(), (int) band.min(3), (int) band.min(4));
            if (here != image) {
                pour();
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

        void pour() {
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
