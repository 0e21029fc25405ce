// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.batch;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageSink;
import io.github.stencil.image.ImageStore;
import io.github.stencil.work.Key;
import io.github.stencil.work.Part;
import io.github.stencil.work.Receipts;
import io.github.stencil.work.Share;
import io.github.stencil.work.Sharing;
import io.github.stencil.work.WorkStep;
import io.github.stencil.work.Workplace;
import io.github.stencil.zarr.OmeZarr;
import io.github.stencil.zarr.ZarrContainer;
import io.github.stencil.zarr.ZarrLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import net.imglib2.Interval;

/**
 * An OME-Zarr folder in the making that outlasts the process that makes it. Beside it lies a folder with a
 * receipt for every block that is written and with what work has found out before, so that a run that was cut short goes on
 * with the blocks that are missing. Several processes may write different blocks.
 */
public final class BlockStore implements ImageStore {
    private static final Key JOB = Key.of(Part.JOB);
    private static final String RECEIPTS = ".journal";
    private static final String PART = ".part";

    private final Path file;
    private final Path part;
    private final Path notes;
    private final Workplace work;
    private final boolean joins;

    private boolean begun;

    private BlockStore(Path place, Sharing sharing, boolean joins) {
        file = place.toAbsolutePath().normalize();
        part = file.resolveSibling(file.getFileName() + PART);
        notes = file.resolveSibling(file.getFileName() + RECEIPTS);
        work = Workplace.of(Receipts.in(notes), sharing);
        this.joins = joins;
    }

    /** Creates a place for an image on the way, whose receipts lie among those of the work. */
    private BlockStore(BlockStore outer, Part name) {
        file = outer.notes.resolve(name + ".ome.zarr");
        part = file.resolveSibling(file.getFileName() + PART);
        notes = outer.notes;
        work = outer.work.at(name);
        joins = outer.joins;
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
        Receipts notes = store.work.receipts();
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
        Optional<byte[]> before = store.work.receipts().find(JOB);
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
        try (Stream<Path> all = Files.list(notes)) {
            return all.anyMatch(Files::isDirectory); // beside files that say what is to be done
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
                return new Sink(begun, image());
            }
        }
        Optional<AxisImage> finished = ZarrContainer.finished(part, result.title());
        if (finished.isPresent() && (joins || fits(finished.get().description(), result))) {
            return new FinishedSink(finished.get(), work.sharing());
        }
        if (joins) {
            throw StencilException.of("%s is not there any more. Repeat the command.", part);
        }
        image().receipts().clear();
        deletePart();
        return new Sink(ZarrContainer.create(part, result, ZarrLayout.usual()), image());
    }

    @Override
    public boolean isWide() {
        return true;
    }

    @Override
    public Workplace work() {
        return work;
    }

    /** Returns where the image is written, whose receipts go when it is begun anew. */
    private Workplace image() {
        return new Workplace(work.receipts().at(Key.of(Part.IMAGE)), work.sharing(), work.path());
    }

    @Override
    public BlockStore draft(Part name) {
        return new BlockStore(this, name);
    }

    /**
     * Does a share of a step that needs nothing but the image in the making, without the work that has led there: blocks of
     * a coarser level.
     *
     * @return whether the step is one of those
     */
    public boolean levels(WorkStep step) {
        if (step.name().what() != Part.LEVEL) {
            return false;
        }
        BlockStore store = this;
        for (Key draft : step.path().subList(0, step.path().size() - 1)) {
            store = store.draft((Part) draft.what());
        }
        ZarrContainer.resume(store.part, "").finish(store.image(), Progress.NONE);
        return true;
    }

    /** Deletes the receipts, once the image has its name. */
    public void forget() {
        work.receipts().clear();
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

    /** A container that outlasts the process. */
    private record Sink(ZarrContainer container, Workplace work) implements ImageSink {
        Sink {
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
        public void write(Interval block, Pixels pixels) {
            container.write(block, pixels);
        }

        @Override
        public AxisImage finish() {
            return finish(Progress.NONE);
        }

        @Override
        public AxisImage finish(Progress progress) {
            return container.finish(work, progress);
        }

        @Override
        public void close() {
            container.close();
        }
    }
}
