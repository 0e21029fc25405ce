// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.spark;

import io.github.stencil.StencilException;
import io.github.stencil.work.Crew;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * The executors of a Spark cluster, or of one process. Which runs what, and when what is lost runs again, is Spark's
 * business. Spark starts when there is first something to do.
 */
final class SparkCrew implements Crew, AutoCloseable {
    /** Spark's scheduler copes with more tasks in a job, but that is then all its driver does. */
    private static final int MOST_TASKS = 10_000;

    /** The most pieces in a task, where they are quicker together; no more, as executors may still be on their way. */
    private static final int MOST_TOGETHER = 4;

    /** At least so many tasks for each core let the last ones end at about the same time. */
    private static final int TASKS_PER_CORE = 8;

    private final SparkConf conf;
    private final int mostTasks;
    private @Nullable JavaSparkContext context;

    SparkCrew(SparkConf conf) {
        this(conf, MOST_TASKS);
    }

    /**
     * Creates a crew.
     *
     * @param mostTasks for how many pieces each has a task of its own
     */
    SparkCrew(SparkConf conf, int mostTasks) {
        this.conf = conf;
        this.mostTasks = mostTasks;
    }

    @Override
    public <T extends Serializable, R extends Serializable> void run(
            List<T> pieces, Work<T, R> work, Arrivals<? super R> arrivals) {
        if (pieces.isEmpty()) {
            return;
        }
        JavaSparkContext spark = context();
        try {
            Broadcast<Work<T, R>> shared = spark.broadcast(work);
            int tasks = work.gathers() ? Math.min(mostTasks, tasks(pieces.size(), spark)) : mostTasks;
            new Rounds<>(spark, pieces, new PieceTask<>(shared, Launch.tries(conf)), arrivals, tasks).run();
            shared.destroy();
        } catch (IllegalStateException e) {
            throw spark.sc().isStopped() ? unreachable(e) : e;
        }
    }

    private static int tasks(int pieces, JavaSparkContext spark) {
        int together = pieces / (TASKS_PER_CORE * spark.defaultParallelism());
        int size = Math.max(1, Math.min(MOST_TOGETHER, together));
        return (pieces + size - 1) / size;
    }

    /** Spark stops by itself when its master does not answer for a minute; its log has more. */
    private StencilException unreachable(@Nullable Throwable cause) {
        return StencilException.of(
                cause,
                "Spark's master %s does not answer. Start it, or check its address; what is done is not done again.",
                conf.get("spark.master"));
    }

    private JavaSparkContext context() {
        JavaSparkContext spark = context;
        if (spark == null) {
            spark = create(conf);
            context = spark;
            if (spark.sc().isStopped()) {
                throw unreachable(null);
            }
        }
        return spark;
    }

    /** Starts Spark, which throws all sorts at a master, or another of its options, that it does not understand. */
    private static JavaSparkContext create(SparkConf conf) {
        try {
            return new JavaSparkContext(conf);
        } catch (Exception e) { // SparkException is a checked one, which Scala does not declare
            throw Launch.misunderstood(conf, e);
        }
    }

    @Override
    public void close() {
        if (context != null) {
            context.close();
        }
    }
}
