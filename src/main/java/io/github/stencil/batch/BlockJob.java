package io.github.stencil.batch;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.axes.AxisImage;
import io.github.stencil.axes.Description;
import io.github.stencil.axes.Extent;
import io.github.stencil.axes.ImageSink;
import io.github.stencil.axes.ImageStore;
import io.github.stencil.axes.Receipts;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;

/**
 * The making of one OME-Zarr by any number of workers: threads, processes, or machines that see the same disk. One plans,
 * each makes some blocks, in any order and if need be more than once, and when none is missing one finishes. What comes out
 * depends neither on who made which block nor on how often a worker was killed. Thread-safe as far as the work is.
 */
public final class BlockJob {
    private static final String BLOCKS = "blocks";
    private static final int AXES = 5;

    private final BlockStore store;
    private final Work work;
    private final Receipts plan;
    private List<Interval> blocks = List.of();

    /** A command that makes one image in a store, of the same pixels at every run. */
    @FunctionalInterface
    public interface Work {
        /** Makes those blocks of the image that it does not contain yet. */
        void run(ImageStore store, Progress progress);
    }

    private BlockJob(BlockStore store, Work work) {
        this.store = store;
        this.work = work;
        plan = store.receipts("plan");
    }

    /**
     * Plans a job, or goes on with one: the image's container is created, and its blocks are listed.
     *
     * @param file what the image will be called; the folder grows as NAME.part
     * @param job what the image depends on; see {@link Journal#entry}
     * @param anew whether unfinished work of another job may be thrown away
     * @throws StencilException if there is unfinished work of another job, and it may not; or as the work does
     */
    public static BlockJob plan(Path file, String job, boolean anew, Work work, Progress progress) {
        BlockJob planned = new BlockJob(BlockStore.of(file, job, anew), work);
        Planning planning = new Planning(planned.store);
        work.run(planning, progress);
        LongBuffer numbers = LongBuffer.allocate(planning.blocks.size() * 2 * AXES);
        for (Interval block : planning.blocks) {
            numbers.put(block.minAsLongArray()).put(block.maxAsLongArray());
        }
        ByteBuffer bytes = ByteBuffer.allocate(numbers.capacity() * Long.BYTES);
        bytes.asLongBuffer().put(numbers.flip());
        planned.plan.put(BLOCKS, bytes.array());
        planned.blocks = List.copyOf(planning.blocks);
        return planned;
    }

    /**
     * Joins a job that somebody has planned.
     *
     * @throws StencilException if nobody has, or another job is unfinished there
     */
    public static BlockJob join(Path file, String job, Work work) {
        BlockJob joined = new BlockJob(BlockStore.of(file, job, false), work);
        LongBuffer numbers = ByteBuffer.wrap(joined.plan
                        .find(BLOCKS)
                        .orElseThrow(() -> StencilException.of("No work on %s has been planned. Plan it first.", file)))
                .asLongBuffer();
        List<Interval> blocks = new ArrayList<>();
        while (numbers.hasRemaining()) {
            long[] min = new long[AXES];
            long[] max = new long[AXES];
            numbers.get(min).get(max);
            blocks.add(new FinalInterval(min, max));
        }
        joined.blocks = blocks;
        return joined;
    }

    /** Returns how many blocks the image has; they are numbered from 0 on. */
    public int blocks() {
        return blocks.size();
    }

    /** Returns the blocks that nobody has made yet, by all receipts. */
    public List<Integer> missing() {
        return IntStream.range(0, blocks.size())
                .filter(number -> !store.isDone(blocks.get(number)))
                .boxed()
                .toList();
    }

    /** Makes a block, whether or not it is missing. */
    public void run(int block, Progress progress) {
        Interval wanted = blocks.get(block);
        work.run(new Share(store, wanted), progress);
    }

    /**
     * Makes the coarser levels and the metadata, and gives the image its name.
     *
     * @throws StencilException if blocks are missing
     */
    public AxisImage finish(Progress progress) {
        int missing = missing().size();
        if (missing > 0) {
            throw StencilException.of(
                    "%d of %d blocks are missing. Make them before the image is finished.", missing, blocks.size());
        }
        return store.finish(progress);
    }

    /** A container of which all blocks seem to be there, so that none is made, and which hears which are asked for. */
    private static final class Planning extends Part {
        private final List<Interval> blocks = new ArrayList<>();

        Planning(BlockStore store) {
            super(store);
        }

        @Override
        boolean contains(Interval block) {
            blocks.add(block);
            return true;
        }
    }

    /** A container of which only one block seems to be missing. */
    private static final class Share extends Part {
        private final Interval wanted;

        Share(BlockStore store, Interval wanted) {
            super(store);
            this.wanted = wanted;
        }

        @Override
        boolean contains(Interval block) {
            return !Intervals.equals(block, wanted);
        }
    }

    /** A store in which a command makes a part of an image, and ends without finishing it. */
    private abstract static class Part implements ImageStore {
        private final BlockStore store;

        Part(BlockStore store) {
            this.store = store;
        }

        abstract boolean contains(Interval block);

        @Override
        public boolean isWide() {
            return store.isWide();
        }

        @Override
        public Receipts receipts(String work) {
            return store.receipts(work);
        }

        @Override
        public ImageSink create(Description result) {
            ImageSink whole = store.create(result);
            return new ImageSink() {
                @Override
                public Description description() {
                    return whole.description();
                }

                @Override
                public Extent grain() {
                    return whole.grain();
                }

                @Override
                public boolean contains(Interval block) {
                    return Part.this.contains(block);
                }

                @Override
                public void write(Interval block, Pixels pixels) {
                    whole.write(block, pixels);
                }

                @Override
                public AxisImage finish() {
                    return store.unfinished(whole.description());
                }

                @Override
                public void close() {
                    whole.close();
                }
            };
        }
    }
}
