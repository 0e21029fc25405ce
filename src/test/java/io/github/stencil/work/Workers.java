// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.work;

import io.github.stencil.batch.BlockStore;
import io.github.stencil.image.ImageStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/** Two workers that do every other block of each step between them, from scratch as other processes would. */
public final class Workers implements Sharing {
    private final Path file;
    private final String job;
    private final Consumer<ImageStore> command;
    private final List<String> steps = new ArrayList<>();

    /** Creates workers that join a job. */
    public Workers(Path file, String job, Consumer<ImageStore> command) {
        this.file = file;
        this.job = job;
        this.command = command;
    }

    @Override
    public void share(WorkStep step, IntPredicate done, Consumer<List<Integer>> work) {
        List<Integer> missing = Sharing.missing(step, done);
        steps.add("%s: %d of %d".formatted(step, missing.size(), step.count()));
        for (int worker = 0; worker < 2; worker++) {
            int first = worker;
            List<Integer> some = missing.stream().filter(n -> n % 2 == first).toList();
            if (!some.isEmpty()) {
                Share share = new Share(step, some);
                share.run(() -> {
                    BlockStore store = BlockStore.join(file, job, share);
                    if (!store.levels(step)) {
                        command.accept(store);
                    }
                });
            }
        }
    }

    /** Returns what has been asked for: each step with how many of its blocks were missing. */
    public List<String> steps() {
        return steps;
    }
}
