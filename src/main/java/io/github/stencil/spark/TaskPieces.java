// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What one task does: a piece, or several where there are very many.
 *
 * @param pieces by place in the whole list
 */
record TaskPieces<T extends Serializable>(ArrayList<Piece<T>> pieces) implements Serializable {
    /**
     * A piece.
     *
     * @param index its place in the whole list
     */
    record Piece<T extends Serializable>(int index, T what) implements Serializable {}

    /** Returns whether this is one piece, which can be tried again without its neighbours. */
    boolean single() {
        return pieces.size() == 1;
    }

    /**
     * Cuts work into tasks.
     *
     * @param all every piece
     * @param left the places of those to do
     * @param suspects the places of those that must be alone in their tasks
     * @param most how many tasks to make of the others
     */
    static <T extends Serializable> List<TaskPieces<T>> of(
            List<T> all, Collection<Integer> left, Set<Integer> suspects, int most) {
        int size = (left.size() + most - 1) / most;
        List<TaskPieces<T>> tasks = new ArrayList<>();
        ArrayList<Piece<T>> open = new ArrayList<>();
        for (int index : left) {
            Piece<T> piece = new Piece<>(index, all.get(index));
            if (suspects.contains(index)) {
                tasks.add(new TaskPieces<>(new ArrayList<>(List.of(piece))));
                continue;
            }
            open.add(piece);
            if (open.size() == size) {
                tasks.add(new TaskPieces<>(open));
                open = new ArrayList<>();
            }
        }
        if (!open.isEmpty()) {
            tasks.add(new TaskPieces<>(open));
        }
        return tasks;
    }
}
