// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.run;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.batch.BlockStore;
import io.github.stencil.front.PartFiles;
import io.github.stencil.work.Crew;
import io.github.stencil.work.Share;
import io.github.stencil.work.WorkStep;
import java.nio.file.Path;
import java.util.List;

/**
 * Blocks of one step of a command's run over one file, in another process.
 *
 * @param run the command
 * @param item what it is run over
 * @param place beside which the work is written down
 * @param step the step
 */
record StepWork(FileWork run, FileItem item, String place, WorkStep step) implements Crew.Work<Integer, Integer> {

    @Override
    public Integer run(Integer block) {
        return runAll(List.of(block)).get(0);
    }

    @Override
    public boolean gathers() {
        return true;
    }

    @Override
    public List<Integer> runAll(List<Integer> blocks) {
        try (PartFiles parts = new PartFiles()) {
            Share share = new Share(step, blocks);
            BlockStore store = BlockStore.join(Path.of(place), item.entry(), share);
            FileRun file = run.fileRun(parts);
            share.run(() -> {
                if (!store.levels(step)) {
                    file.make(item.job(), store, Progress.NONE);
                }
            });
            return blocks;
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            // the cause goes as words: its class may not be known where it is read
            throw new StencilException(run.sentence(e));
        }
    }
}
