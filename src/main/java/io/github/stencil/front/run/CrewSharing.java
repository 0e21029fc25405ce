// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.run;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.work.Crew;
import io.github.stencil.work.Sharing;
import io.github.stencil.work.WorkStep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * Shares the steps of one run of a command with a crew. This process runs the command; where it comes to a step, other
 * processes run the same command as far as that step, do the blocks that they are given, and leave them where this process
 * and all others find them.
 */
final class CrewSharing implements Sharing {
    private final Crew crew;
    private final FileWork run;
    private final FileItem item;
    private final Path place;
    private final Progress progress;

    /**
     * Prepares to share.
     *
     * @param run what other processes need to know
     * @param item what the command is run over
     * @param place beside which the work is written down
     * @param progress hears of blocks
     */
    CrewSharing(Crew crew, FileWork run, FileItem item, Path place, Progress progress) {
        this.crew = crew;
        this.run = run;
        this.item = item;
        this.place = place;
        this.progress = progress;
    }

    /**
     * Has the crew do the blocks, but a single one, which is as soon done here.
     *
     * @throws StencilException if blocks fail, after the others have been done; they are said
     */
    @Override
    public void share(WorkStep step, IntPredicate done, Consumer<List<Integer>> work) {
        int count = step.count();
        List<Integer> missing = Sharing.missing(step, done);
        if (missing.size() < 2) {
            Sharing.ALONE.share(step, done, work);
            return;
        }
        List<String> failed = new ArrayList<>();
        crew.run(missing, new StepWork(run, item, place.toString(), step), new Crew.Arrivals<Integer>() {
            private int ended = count - missing.size();

            @Override
            public void done(int index, Integer block) {
                progress.step(++ended, count);
            }

            @Override
            public void failed(int index, String why) {
                failed.add("block " + missing.get(index));
                progress.say("Block %d of %s (%s): %s".formatted(missing.get(index), place, step, why));
                progress.step(++ended, count);
            }
        });
        if (!failed.isEmpty()) {
            String sentence =
                    "%d of %d blocks failed at the step \"%s\": %s. The others are done; repeat the command to try these again."
                            .formatted(failed.size(), count, step, String.join(", ", failed));
            throw failed.size() < count ? new PartlyDone(sentence) : new StencilException(sentence);
        }
    }
}
