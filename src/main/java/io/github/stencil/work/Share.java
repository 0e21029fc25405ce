// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.work;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * Some pieces of one step, done by a process that has joined another's work. The steps before have been done, as the other
 * waits for each; those that follow are none of its business, so that the work ends here.
 */
public final class Share implements Sharing {
    private final WorkStep step;
    private final List<Integer> pieces;

    /**
     * Creates a share.
     *
     * @param step as the other process has named it
     * @param pieces their numbers, rising
     */
    public Share(WorkStep step, List<Integer> pieces) {
        this.step = step;
        this.pieces = List.copyOf(pieces);
    }

    /** Ends work in the middle, as its share is done. */
    private static final class Done extends RuntimeException {
        private static final long serialVersionUID = 1;

        Done() {
            super("The share is done.", null, false, false);
        }
    }

    /**
     * Runs the work that this is a share of, as far as need be.
     *
     * @throws IllegalStateException if it does not come to the step
     */
    public void run(Runnable work) {
        try {
            work.run();
        } catch (Done e) {
            return; // this share is done
        }
        throw new IllegalStateException("The work ended without the step " + step + " in " + step.count() + " pieces");
    }

    @Override
    public boolean isToTheEnd() {
        return false;
    }

    @Override
    public void share(WorkStep here, IntPredicate done, Consumer<List<Integer>> work) {
        if (!here.equals(step)) {
            return;
        }
        List<Integer> missing =
                pieces.stream().filter(piece -> !done.test(piece)).toList();
        if (!missing.isEmpty()) {
            work.accept(missing);
        }
        throw new Done();
    }
}
