package io.github.stencil.spark;

import io.github.stencil.batch.Crew;
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
    private static final String TRIES = "spark.task.maxFailures";
    private static final int SPARKS_TRIES = 4;

    private final SparkConf conf;
    private @Nullable JavaSparkContext context;

    SparkCrew(SparkConf conf) {
        this.conf = conf;
    }

    /** Returns how often a task is tried. */
    static int tries(SparkConf conf) {
        return conf.getInt(TRIES, SPARKS_TRIES);
    }

    @Override
    public <T extends Serializable, R extends Serializable> void run(
            List<T> pieces, Work<T, R> work, Arrivals<? super R> arrivals) {
        if (pieces.isEmpty()) {
            return;
        }
        JavaSparkContext spark = context();
        Broadcast<Work<T, R>> shared = spark.broadcast(work);
        try {
            new Rounds<>(spark, pieces, new SliceTask<>(shared, tries(conf)), arrivals).run();
        } finally {
            shared.destroy();
        }
    }

    private JavaSparkContext context() {
        JavaSparkContext spark = context;
        if (spark == null) {
            spark = new JavaSparkContext(conf);
            context = spark;
        }
        return spark;
    }

    @Override
    public void close() {
        if (context != null) {
            context.close();
        }
    }
}
