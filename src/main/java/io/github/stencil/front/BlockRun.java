package io.github.stencil.front;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.batch.BlockJob;
import io.github.stencil.batch.Crew;
import io.github.stencil.batch.Job;
import io.github.stencil.zarr.OmeZarr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.scijava.module.Module;

/**
 * One OME-Zarr image that a command makes, block by block, worked on by a crew. This process creates the container before
 * and writes the coarser levels and the metadata after; blocks leave receipts, so that a run that was killed goes on with
 * those that are missing.
 */
final class BlockRun {
    private final Crew crew;
    private final FileWork work;
    private final FileItem item;
    private final Path place;
    private final FileRun file;

    /**
     * Prepares a run.
     *
     * @param work what other processes need to know
     * @param file what this process makes the plan with
     */
    BlockRun(Crew crew, FileWork work, FileItem item, Path place, FileRun file) {
        this.crew = crew;
        this.work = work;
        this.item = item;
        this.place = place;
        this.file = file;
    }

    /**
     * Returns whether a job's result is an image that its command can make in blocks.
     *
     * @param command filled with the options that are no images
     */
    static boolean suits(Module command, Job job, OutputFiles places) {
        return places.output() != null
                && Commands.delegate(command).worksInBlocks()
                && OmeZarr.isFolder(places.image(job, 0));
    }

    /**
     * Makes the image.
     *
     * @param progress hears of blocks
     * @throws StencilException if blocks fail, after the others have been made; they are said
     */
    FileRun.Made run(Progress progress) {
        List<Module> planned = new ArrayList<>();
        BlockJob job = BlockJob.plan(
                place,
                item.entry(),
                file.options().overwrite(),
                (store, listener) -> planned.add(file.make(item.job(), store, listener)),
                progress);
        List<Integer> missing = job.missing();
        if (missing.size() < job.blocks()) {
            progress.say("Going on with %s: %d of %d blocks are there."
                    .formatted(place, job.blocks() - missing.size(), job.blocks()));
        }
        List<String> failed = new ArrayList<>();
        if (missing.size() == job.blocks()) {
            work(missing.subList(0, 1), job, failed, progress); // it measures what all the others read
            work(missing.subList(1, missing.size()), job, failed, progress);
        } else {
            work(missing, job, failed, progress);
        }
        if (!failed.isEmpty()) {
            String sentence = "%d of %d blocks failed: %s. The others are done; repeat the command to try these again."
                    .formatted(failed.size(), job.blocks(), String.join(", ", failed));
            throw failed.size() < job.blocks() ? new PartlyDone(sentence) : new StencilException(sentence);
        }
        finish(job, progress);
        return new FileRun.Made(planned.get(0), List.of(place));
    }

    private void work(List<Integer> blocks, BlockJob job, List<String> failed, Progress progress) {
        int before = job.blocks() - job.missing().size();
        crew.run(List.copyOf(blocks), new BlockWork(work, item, place.toString()), new Crew.Arrivals<Integer>() {
            private int ended = before;

            @Override
            public void done(int index, Integer block) {
                progress.step(++ended, job.blocks());
            }

            @Override
            public void failed(int index, String why) {
                failed.add("block " + blocks.get(index));
                progress.say("Block %d of %s: %s".formatted(blocks.get(index), place, why));
                progress.step(++ended, job.blocks());
            }
        });
    }

    /** Finishes the image; one that it replaces is there until then. */
    private void finish(BlockJob job, Progress progress) {
        try {
            if (Files.exists(place)) {
                Path old = file.parts().begin(place.resolveSibling(place.getFileName() + ".old"));
                Files.move(place, old);
                job.finish(progress);
                OmeZarr.delete(old);
            } else {
                job.finish(progress);
            }
        } catch (IOException e) {
            throw PartFiles.failed(place, e);
        }
    }
}
