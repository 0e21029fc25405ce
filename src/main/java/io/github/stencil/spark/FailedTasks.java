// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.spark;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Which tasks of one Spark job failed without leaving a result, mostly as their executor died. */
final class FailedTasks extends SparkListener {
    private static final int PATIENCE_SECONDS = 30;

    /**
     * A task that has failed.
     *
     * @param task which, by its place in the job
     * @param times how often
     * @param why what Spark says of the last time
     */
    record Failure(int task, int times, String why) {}

    private final Map<Integer, Failure> failures = new HashMap<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        if (end.reason() instanceof TaskFailedReason reason && reason.countTowardsTaskFailures()) {
            int task = end.taskInfo().partitionId();
            int before = failures.containsKey(task) ? failures.get(task).times() : 0;
            failures.put(task, new Failure(task, before + 1, describe(reason)));
        }
    }

    @Override
    public void onJobEnd(SparkListenerJobEnd end) {
        ended.countDown();
    }

    /** Returns the task for which Spark has given the job up, once Spark has told all; none if it was for another reason. */
    Optional<Failure> worst() throws InterruptedException {
        ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        synchronized (this) {
            return failures.values().stream().max((a, b) -> Integer.compare(a.times(), b.times()));
        }
    }

    private static String describe(TaskFailedReason reason) {
        if (reason instanceof ExecutorLostFailure lost) {
            return lost.reason().getOrElse(lost::toErrorString);
        }
        return reason.toErrorString().lines().findFirst().orElse("");
    }
}
