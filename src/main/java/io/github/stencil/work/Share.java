package io.github.stencil.work;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * Some blocks of one step, done by a process that has joined another's work. The steps before have been done, as the other
 * waits for each; those that follow are none of its business, so that the work ends here.
 */
public final class Share implements Sharing {
    private final String step;
    private final List<Integer> blocks;

    /**
     * Creates a share.
     *
     * @param step as the other process has named it
     * @param blocks their numbers, rising
     */
    public Share(String step, List<Integer> blocks) {
        this.step = step;
        this.blocks = List.copyOf(blocks);
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
        throw new IllegalStateException("The work ended without the step " + step);
    }

    @Override
    public boolean isToTheEnd() {
        return false;
    }

    @Override
    public void share(String name, int count, IntPredicate done, Consumer<List<Integer>> work) {
        if (!name.equals(step)) {
            return;
        }
        List<Integer> missing =
                blocks.stream().filter(block -> !done.test(block)).toList();
        if (!missing.isEmpty()) {
            work.accept(missing);
        }
        throw new Done();
    }
}
