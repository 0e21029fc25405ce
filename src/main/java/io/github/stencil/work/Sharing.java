package io.github.stencil.work;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Who does the steps of long work: this process alone, or several that run the same command over the same files and see
 * the same disk. A step is a number of blocks that do not need each other, and of which each is written down when it is
 * done. Every process comes by the same steps in the same order.
 */
public interface Sharing {
    /** This process does everything. */
    Sharing ALONE = (step, count, done, work) -> {
        List<Integer> missing = missing(count, done);
        if (!missing.isEmpty()) {
            work.accept(missing);
        }
    };

    /**
     * Has the blocks of a step done that are not. When this returns all of them are, by whomever.
     *
     * @param step names it among all steps of the work
     * @param count how many blocks there are, numbered from 0 on
     * @param done whether a block has been done, by this process or by another, now or earlier
     * @param work does some blocks, rising numbers, and writes each of them down
     */
    void share(String step, int count, IntPredicate done, Consumer<List<Integer>> work);

    /** Returns whether there are other processes, so that it is worth while to make a step of something. */
    default boolean isShared() {
        return this != ALONE;
    }

    /** Returns whether this process goes on to the end, so that what is found between the steps is of use. */
    default boolean isToTheEnd() {
        return true;
    }

    /** Lists the blocks that are not done. */
    static List<Integer> missing(int count, IntPredicate done) {
        return IntStream.range(0, count).filter(done.negate()).boxed().toList();
    }
}
