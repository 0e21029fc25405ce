// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.run;

import io.github.stencil.work.Threads;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Works on several things at a time, no more than there are threads and memory for, and hands the results over in order.
 *
 * @param most how many threads; 1 to work on the caller's own
 * @param budget bytes that all that is worked on at a time may take together; one thing is worked on in any case
 */
record SideBySide(int most, long budget) {
    /** Something under way or done, and the bytes it takes until it has been handed over. */
    private record Started<R>(Future<R> result, long bytes) {}

    /**
     * Works.
     *
     * @param bytes how much memory a thing takes
     * @param work called on several threads; it fails only where all is to end
     * @param handOver called on the caller's thread, in the order of the things
     * @throws RuntimeException what the work or the handing over threw first; nothing is under way any more then
     */
    <T, R> void run(List<T> things, ToLongFunction<T> bytes, Function<T, R> work, Consumer<R> handOver) {
        if (most == 1) {
            things.forEach(thing -> handOver.accept(work.apply(thing)));
            return;
        }
        ExecutorService workers = Threads.pool("file", Math.min(most, things.size()));
        Deque<Started<R>> started = new ArrayDeque<>();
        try {
            long taken = 0;
            for (T thing : things) {
                long wanted = bytes.applyAsLong(thing);
                while (!started.isEmpty() && (started.size() == most || taken + wanted > budget)) {
                    taken -= started.getFirst().bytes();
                    handOver.accept(ended(started.removeFirst()));
                }
                started.add(new Started<>(workers.submit(() -> work.apply(thing)), wanted));
                taken += wanted;
            }
            while (!started.isEmpty()) {
                handOver.accept(ended(started.removeFirst()));
            }
        } finally {
            workers.shutdown();
            started.forEach(one -> one.result().cancel(false));
            Threads.await(() -> workers.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS), () -> {});
        }
    }

    private static <R> R ended(Started<R> one) {
        return Threads.await(() -> Threads.get(one.result()), () -> {});
    }
}
