// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.spark;

import io.github.stencil.work.Crew;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/** Works on the pieces of a task, in an executor. */
final class PieceTask<T extends Serializable, R extends Serializable>
        extends AbstractFunction1<Iterator<TaskPieces<T>>, List<PieceTask.Result<R>>> implements Serializable {
    private static final long serialVersionUID = 1;

    private final Broadcast<Crew.Work<T, R>> work;
    private final int tries;

    /**
     * What came of a piece.
     *
     * @param index its place in the whole list
     * @param done what was made, or null if it failed
     * @param why a sentence, empty if it is done
     */
    record Result<R extends Serializable>(
            int index, @Nullable R done, String why) implements Serializable {}

    /**
     * Creates a task.
     *
     * @param tries how often Spark tries a task
     */
    PieceTask(Broadcast<Crew.Work<T, R>> work, int tries) {
        this.work = work;
        this.tries = tries;
    }

    /**
     * Works on each piece.
     *
     * @throws RuntimeException if the task is a single piece that fails and can be tried again: Spark does so
     */
    @Override
    public List<Result<R>> apply(Iterator<TaskPieces<T>> tasks) {
        TaskContext context = TaskContext.get();
        ExecutorShare.take(context);
        List<Result<R>> results = new ArrayList<>();
        while (tasks.hasNext()) {
            TaskPieces<T> task = tasks.next();
            boolean again = task.single() && context.attemptNumber() + 1 < tries;
            if (work.value().gathers()) {
                results.addAll(run(task.pieces(), again));
            } else {
                task.pieces().forEach(piece -> results.addAll(run(List.of(piece), again)));
            }
        }
        return results;
    }

    /** Works on some pieces; if that fails, each has failed, and will be tried alone. */
    private List<Result<R>> run(List<TaskPieces.Piece<T>> pieces, boolean again) {
        try {
            List<R> done = work.value()
                    .runAll(pieces.stream().map(TaskPieces.Piece::what).toList());
            return IntStream.range(0, done.size())
                    .mapToObj(i -> new Result<>(pieces.get(i).index(), done.get(i), ""))
                    .toList();
        } catch (RuntimeException e) {
            if (again) {
                throw e;
            }
            String why = String.valueOf(e.getMessage());
            return pieces.stream()
                    .map(piece -> new Result<R>(piece.index(), null, why))
                    .toList();
        }
    }
}
