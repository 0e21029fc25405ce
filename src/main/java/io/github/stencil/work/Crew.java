// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.work;

import java.io.Serializable;
import java.util.List;

/** Processes, on this machine or on others, that share work between them. */
public interface Crew {
    /**
     * Has every piece worked on, in whatever order and place, each tried again where it fails as often as the crew sees
     * fit. Returns when every piece has arrived.
     *
     * @param pieces what there is to do; each goes to some process, alone or with others
     * @param work what to do with a piece; it goes to every process once
     * @param arrivals hears of each piece once, on the caller's thread, in any order
     * @throws io.github.stencil.StencilException if the crew cannot work at all
     */
    <T extends Serializable, R extends Serializable> void run(
            List<T> pieces, Work<T, R> work, Arrivals<? super R> arrivals);

    /**
     * What to do with a piece. Runs in another process, perhaps on another machine, that has no more than what is in here:
     * no options and no folder of its own.
     *
     * @param <T> a piece
     * @param <R> what comes of it
     */
    @FunctionalInterface
    interface Work<T extends Serializable, R extends Serializable> extends Serializable {
        /**
         * Does one piece. It may have been done before, wholly or in part, by a process that was lost; and a process that
         * was only thought to be lost may be at it still.
         *
         * @throws io.github.stencil.StencilException if it cannot be done
         */
        R run(T piece);

        /** Returns whether it is quicker to do several pieces at a time than one after the other. */
        default boolean gathers() {
            return false;
        }

        /**
         * Does several pieces at a time, if it {@link #gathers}; otherwise as {@link #run} does.
         *
         * @return what comes of each, in their order
         * @throws io.github.stencil.StencilException if one of them cannot be done; the others may have been
         */
        default List<R> runAll(List<T> pieces) {
            return pieces.stream().map(this::run).toList();
        }
    }

    /**
     * Who hears of pieces.
     *
     * @param <R> what comes of a piece
     */
    interface Arrivals<R> {
        /**
         * A piece is done.
         *
         * @param index its place in the list
         */
        void done(int index, R result);

        /**
         * A piece has failed as often as it was tried.
         *
         * @param index its place in the list
         * @param why a sentence
         */
        void failed(int index, String why);
    }
}
