package io.github.stencil.front;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.batch.BlockJob;
import io.github.stencil.batch.Crew;
import java.nio.file.Path;

/**
 * One block of the image that a command makes, in another process.
 *
 * @param run the command
 * @param item what it is run over
 * @param place where the image grows
 */
record BlockWork(FileWork run, FileItem item, String place) implements Crew.Work<Integer, Integer> {

    @Override
    public Integer run(Integer block) {
        try {
            FileRun file = run.fileRun(new PartFiles());
            BlockJob.join(Path.of(place), item.entry(), (store, progress) -> file.make(item.job(), store, progress))
                    .run(block, Progress.NONE);
            return block;
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            throw new StencilException(run.sentence(e));
        }
    }
}
