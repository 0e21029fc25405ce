// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.spark;

import io.github.stencil.CancelledException;
import io.github.stencil.work.Crew;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.FutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;
import scala.util.Try;

/**
 * One Spark job after another until every piece is done or has failed.
 *
 * <p>One is enough as a rule. Spark gives a whole job up for a task that fails too often, where we want the rest done; and
 * pieces that shared a task are tried again alone.
 */
final class Rounds<T extends Serializable, R extends Serializable> {
    /** After so many jobs in a row that did nothing, the fault is not a piece's. */
    private static final int MOST_IN_VAIN = 3;

    private static final long POLL_MILLISECONDS = 100;

    private final JavaSparkContext spark;
    private final List<T> pieces;
    private final PieceTask<T, R> task;
    private final Crew.Arrivals<? super R> arrivals;
    private final int mostTasks;
    private final Set<Integer> left = new TreeSet<>();
    private final Set<Integer> suspects = new HashSet<>();

    Rounds(
            JavaSparkContext spark,
            List<T> pieces,
            PieceTask<T, R> task,
            Crew.Arrivals<? super R> arrivals,
            int mostTasks) {
        this.spark = spark;
        this.pieces = pieces;
        this.task = task;
        this.arrivals = arrivals;
        this.mostTasks = mostTasks;
        IntStream.range(0, pieces.size()).forEach(left::add);
    }

    void run() {
        int inVain = 0;
        while (!left.isEmpty()) {
            int before = open();
            String why = round();
            suspects.retainAll(left);
            inVain = open() < before ? 0 : inVain + 1;
            if (inVain == MOST_IN_VAIN) {
                List.copyOf(left).forEach(index -> fail(index, why));
            }
        }
    }

    /** Returns a number that gets smaller when a piece is done or has failed, or is found to be one to be tried alone. */
    private int open() {
        return 2 * left.size() - suspects.size();
    }

    /** Runs a job over what is left, and returns why Spark gave it up, if it did. */
    private String round() {
        List<TaskPieces<T>> tasks = TaskPieces.of(pieces, left, suspects, mostTasks);
        RDD<TaskPieces<T>> rdd = spark.parallelize(tasks, tasks.size()).rdd();
        BlockingQueue<List<PieceTask.Result<R>>> arrived = new LinkedBlockingQueue<>();
        FailedTasks failedTasks = new FailedTasks();
        spark.sc().addSparkListener(failedTasks);
        // results come on Spark's own thread, which must not be kept
        FutureAction<BoxedUnit> job = spark.sc()
                .submitJob(
                        rdd,
                        task,
                        numbers(tasks.size()),
                        (number, results) -> {
                            arrived.add(results);
                            return BoxedUnit.UNIT;
                        },
                        () -> BoxedUnit.UNIT);
        try {
            while (!job.isCompleted()) {
                take(arrived.poll(POLL_MILLISECONDS, TimeUnit.MILLISECONDS));
            }
            arrived.forEach(this::take);
            Option<Try<BoxedUnit>> outcome = job.value();
            return outcome.isDefined() && outcome.get().isFailure()
                    ? blame(tasks, failedTasks, outcome.get().failed().get())
                    : "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("Stopped.", e);
        } finally {
            job.cancel(); // nothing where it has ended
            spark.sc().removeSparkListener(failedTasks);
        }
    }

    private static Seq<Object> numbers(int count) {
        return CollectionConverters.asScala(
                        IntStream.range(0, count).<Object>mapToObj(i -> i).toList())
                .toSeq();
    }

    private void take(@Nullable List<PieceTask.Result<R>> results) {
        if (results == null) {
            return;
        }
        boolean alone = results.size() == 1;
        for (PieceTask.Result<R> result : results) {
            R done = result.done();
            if (done != null) {
                left.remove(result.index());
                arrivals.done(result.index(), done);
            } else if (alone) {
                fail(result.index(), result.why());
            } else {
                suspects.add(result.index());
            }
        }
    }

    /** Finds the task for which Spark gave the job up. */
    private String blame(List<TaskPieces<T>> tasks, FailedTasks failedTasks, Throwable cause)
            throws InterruptedException {
        Optional<FailedTasks.Failure> worst = failedTasks.worst();
        if (worst.isEmpty()) {
            return "Spark gave up: " + cause.getMessage();
        }
        FailedTasks.Failure failure = worst.get();
        String why = "Spark lost it %d times, the last time as: %s".formatted(failure.times(), failure.why());
        TaskPieces<T> lost = tasks.get(failure.task());
        for (TaskPieces.Piece<T> piece : lost.pieces()) {
            if (lost.single()) {
                fail(piece.index(), why);
            } else {
                suspects.add(piece.index());
            }
        }
        return why;
    }

    private void fail(int index, String why) {
        if (left.remove(index)) {
            arrivals.failed(index, why);
        }
    }
}
