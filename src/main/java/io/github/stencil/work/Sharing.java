// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.work;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Who does the steps of long work: this process alone, or several that run the same command over the same files and see
 * the same disk. Every process comes by the same steps in the same order.
 */
public interface Sharing {
    /** This process does everything. */
    Sharing ALONE = (step, done, work) -> {
        List<Integer> missing = missing(step, done);
        if (!missing.isEmpty()) {
            work.accept(missing);
        }
    };

    /**
     * Has the pieces of a step done that are not; called by {@link Workplace#share} alone.
     *
     * @param done whether a piece has been done, by this process or by another, now or earlier
     * @param work does some pieces, rising numbers, and writes each of them down
     */
    void share(WorkStep step, IntPredicate done, Consumer<List<Integer>> work);

    /** Returns whether there are other processes, so that it is worth while to make a step of something. */
    default boolean isShared() {
        return this != ALONE;
    }

    /** Returns whether this process goes on to the end, so that what is found between the steps is of use. */
    default boolean isToTheEnd() {
        return true;
    }

    /** Lists the pieces that are not done. */
    static List<Integer> missing(WorkStep step, IntPredicate done) {
        return IntStream.range(0, step.count()).filter(done.negate()).boxed().toList();
    }
}
