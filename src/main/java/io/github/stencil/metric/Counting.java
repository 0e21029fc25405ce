package io.github.stencil.metric;

import io.github.stencil.CancelledException;
import io.github.stencil.Progress;
import io.github.stencil.axes.Extent;
import io.github.stencil.axes.PixelType;
import io.github.stencil.axes.Space;
import io.github.stencil.tile.BlockGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
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

    private final LabelMaps maps;
    private final Space space;
    private final BlockGrid bands;
    private final PairTally[] images;
    private final boolean histogram;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private volatile boolean stopped;
    private int failedBand = Integer.MAX_VALUE;
    private @Nullable Throwable failure;

    private Counting(LabelMaps maps, Space space, Supplier<PairTally> tally) {
        this.maps = maps;
        this.space = space;
        Extent extent = maps.extent();
        bands = BlockGrid.of(extent.interval(), grain(), BAND_PIXELS, 0, 1);
        images = new PairTally[space.images(extent)];
        for (int i = 0; i < images.length; i++) {
            images[i] = tally.get();
        }
        histogram = maps.truth().type() == PixelType.UINT8
                && maps.prediction().type() == PixelType.UINT8
                && extent.planePixels() * extent.planes() / images.length >= HISTOGRAM_PIXELS;
    }

    /** Returns how large the pieces are that maps are stored in, no more than an image's planes together. */
    private long[] grain() {
        Extent grain = maps.prediction().grain();
        return new long[] {grain.width(), grain.height(), 1, space == Space.VOLUMES ? grain.slices() : 1, 1};
    }

    /** Returns a tally per image of the stack, in stack order, each made by {@code tally}. */
    static PairTally[] count(LabelMaps maps, Space space, Supplier<PairTally> tally, Progress progress) {
        Counting counting = new Counting(maps, space, tally);
        counting.run(progress);
        return counting.images;
    }

    private void run(Progress progress) {
        int threads = Math.min(Runtime.getRuntime().availableProcessors(), bands.size());
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
                    interrupted = true;
                }
            }
        }
        rethrow();
        if (interrupted) {
            Thread.currentThread().interrupt();
            throw new CancelledException("Stopped.");
        }
        progress.step(bands.size(), bands.size());
    }

    private void work(Progress progress) {
        int band = 0;
        try {
            Worker worker = new Worker();
            while (!stopped) {
                band = next.getAndIncrement();
                if (band >= bands.size()) {
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
            reader = new LabelMaps.Reader(maps, Math.toIntExact(bands.blockPixels()));
        }

        void count(Interval band) {
            int here = space.image(maps.extent(), (int) band.min(3), (int) band.min(4));
            if (here != image) {
                pour();
                image = here;
            }
            int length = reader.read(band);
            if (bytes == null) {
                reader.addTo(tally, band, length);
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
                images[image].addAll(tally);
            }
            tally = tally.fresh();
        }
    }
}
