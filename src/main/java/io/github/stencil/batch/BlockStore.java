package io.github.stencil.batch;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageSink;
import io.github.stencil.image.ImageStore;
import io.github.stencil.work.Receipts;
import io.github.stencil.work.Share;
import io.github.stencil.work.Sharing;
import io.github.stencil.zarr.OmeZarr;
import io.github.stencil.zarr.ZarrContainer;
import io.github.stencil.zarr.ZarrLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.imglib2.Interval;

/**
 * An OME-Zarr folder in the making that outlasts the process that makes it. Beside it lies a folder, NAME.journal, with a
 * receipt for every block that is written and with what work has found out before, so that a run that was cut short goes on
 * with the blocks that are missing. Several processes may write different blocks.
 */
public final class BlockStore implements ImageStore {
    private static final String JOB = "job";
    private static final String BLOCKS = "blocks";
    private static final String LEVELS = "levels";
    private static final String JOURNAL = ".journal";
    private static final String PART = ".part";
    private static final byte[] DONE = {};
    private static final Pattern LEVEL = Pattern.compile("(?:(.+) )?(level\\d+)");

    private final Path file;
    private final Path part;
    private final Path journal;
    private final Sharing sharing;
    private final boolean joins;

    private boolean begun;

    private BlockStore(Path file, Sharing sharing, boolean joins) {
        this.sharing = sharing;
        this.joins = joins;
        this.file = file.toAbsolutePath().normalize();
        part = this.file.resolveSibling(this.file.getFileName() + PART);
        journal = this.file.resolveSibling(this.file.getFileName() + JOURNAL);
    }

    /**
     * Begins work on an image, or goes on with it.
     *
     * @param file what the image will be called; it grows as NAME.part
     * @param job what the image depends on: the command, its options, its inputs; see {@link Journal#entry}
     * @param anew whether unfinished work of another job may be thrown away
     * @param sharing who does the work
     * @throws StencilException if there is unfinished work of another job, and it may not
     */
    public static BlockStore of(Path file, String job, boolean anew, Sharing sharing) {
        BlockStore store = new BlockStore(file, sharing, false);
        Receipts notes = Receipts.in(store.journal);
        byte[] text = job.getBytes(StandardCharsets.UTF_8);
        Optional<byte[]> before = notes.find(JOB);
        store.begun = before.isPresent() && Arrays.equals(before.get(), text);
        if (!store.begun) {
            if (before.isPresent() && !anew) {
                throw StencilException.of(
                        "%s is the unfinished result of other options, images or models. Repeat that command to go on with it, or give --overwrite to begin anew.",
                        store.part);
            }
            store.discard(); // also what was left when somebody was killed while he did this
            notes.put(JOB, text);
        }
        return store;
    }

    /**
     * Joins work that another process has begun, to do some of it.
     *
     * @param share what to do
     * @throws StencilException if nobody has begun it, or other work is unfinished there
     */
    public static BlockStore join(Path file, String job, Share share) {
        BlockStore store = new BlockStore(file, share, true);
        byte[] text = job.getBytes(StandardCharsets.UTF_8);
        Optional<byte[]> before = Receipts.in(store.journal).find(JOB);
        if (before.isEmpty() || !Arrays.equals(before.get(), text)) {
            throw StencilException.of(
                    "No work of these options, images and models has been begun on %s. Begin it first.", file);
        }
        return store;
    }

    /** Returns the folder that the image grows in. */
    public Path part() {
        return part;
    }

    /** Returns what the image will be called. */
    public Path file() {
        return file;
    }

    /** Returns whether some of the work has been written down. */
    public boolean hasReceipts() {
        try (Stream<Path> notes = Files.list(journal)) {
            return notes.filter(Files::isDirectory) // beside the file that says what it is for
                    .anyMatch(folder -> !folder.endsWith("predict")); // which is written down before any work
        } catch (IOException e) {
            return false; // there is no such folder: nothing is
        }
    }

    /** Returns whether an earlier run has left something to go on with. */
    public boolean isBegun() {
        return begun;
    }

    @Override
    public ImageSink create(Description result) {
        if (ZarrContainer.isUnfinished(part)) {
            ZarrContainer begun = ZarrContainer.resume(part, result.title());
            if (joins || fits(begun.description(), result)) { // whoever began the work knows what it becomes
                return new Sink(begun, this);
            }
        }
        Optional<AxisImage> finished = ZarrContainer.finished(part, result.title());
        if (finished.isPresent() && (joins || fits(finished.get().description(), result))) {
            return new FinishedSink(finished.get());
        }
        if (joins) {
            throw StencilException.of("%s is not there any more. Repeat the command.", part);
        }
        receipts(BLOCKS).clear();
        receipts(LEVELS).clear();
        deletePart();
        return new Sink(ZarrContainer.create(part, result, ZarrLayout.usual()), this);
    }

    @Override
    public boolean isWide() {
        return true;
    }

    @Override
    public boolean isLasting() {
        return true;
    }

    @Override
    public Sharing sharing() {
        return sharing;
    }

    @Override
    public ImageStore draft(String name) {
        Sharing named = sharing.isShared()
                ? (step, count, done, work) -> sharing.share(name + " " + step, count, done, work)
                : sharing;
        BlockStore draft = new BlockStore(journal.resolve(name + ".ome.zarr"), named, joins);
        if (!joins) {
            makeFolder(draft.journal);
        }
        return draft;
    }

    private static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw StencilException.of(
                    e, "%s cannot be made (%s). Choose another place.", folder, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Does a share of a step that needs nothing but the image in the making, without the work that has led there: blocks of
     * a coarser level.
     *
     * @return whether the step is one of those
     */
    public boolean levels(String step) {
        Matcher level = LEVEL.matcher(step);
        if (!level.matches()) {
            return false;
        }
        if (level.group(1) != null && draft(level.group(1)) instanceof BlockStore draft) {
            return draft.levels(level.group(2));
        }
        ZarrContainer.resume(part, "").finish(sharing, receipts(LEVELS), Progress.NONE);
        return true;
    }

    @Override
    public Receipts receipts(String work) {
        return Receipts.in(journal.resolve(work));
    }

    /** Deletes the receipts, once the image has its name. */
    public void forget() {
        Receipts.in(journal).clear();
    }

    private static boolean fits(Description before, Description result) {
        return before.type() == result.type() && before.extent().equals(result.extent());
    }

    /** Deletes the image in the making and all receipts. */
    public void discard() {
        deletePart();
        forget();
    }

    private void deletePart() {
        try {
            OmeZarr.delete(part);
        } catch (IOException e) {
            throw StencilException.of(
                    e, "%s cannot be deleted (%s). Delete it by hand.", part, String.valueOf(e.getMessage()));
        }
    }

    /** A container that gives receipts. */
    private static final class Sink implements ImageSink {
        private final ZarrContainer container;
        private final BlockStore store;
        private final Receipts receipts;

        Sink(ZarrContainer container, BlockStore store) {
            this.container = container;
            this.store = store;
            receipts = store.receipts(BLOCKS);
            container.keep();
        }

        @Override
        public Description description() {
            return container.description();
        }

        @Override
        public Extent grain() {
            return container.grain();
        }

        @Override
        public boolean contains(Interval block) {
            return receipts.contains(name(block));
        }

        @Override
        public void write(Interval block, Pixels pixels) {
            container.write(block, pixels);
            if (isWhole(block)) {
                receipts.put(name(block), DONE);
            }
        }

        /** Returns whether a block is on the disk now; one that shares a piece with others waits for them. */
        private boolean isWhole(Interval block) {
            long[] piece = grain().interval().dimensionsAsLongArray();
            Interval image = description().extent().interval();
            for (int d = 0; d < piece.length; d++) {
                boolean ends = block.max(d) == image.max(d) || (block.max(d) + 1) % piece[d] == 0;
                if (block.min(d) % piece[d] != 0 || !ends) {
                    return false;
                }
            }
            return true;
        }

        private static String name(Interval block) {
            StringBuilder name = new StringBuilder();
            for (int d = 0; d < block.numDimensions(); d++) {
                name.append(d == 0 ? "" : "-").append(block.min(d)).append('_').append(block.max(d));
            }
            return name.toString();
        }

        @Override
        public AxisImage finish() {
            return finish(Progress.NONE);
        }

        @Override
        public AxisImage finish(Progress progress) {
            return container.finish(store.sharing, store.receipts(LEVELS), progress);
        }

        @Override
        public void close() {
            container.close();
        }
    }
}
