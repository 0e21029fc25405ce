package io.github.stencil.front.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
        ExecutorService workers = Executors.newFixedThreadPool(Math.min(most, things.size()), run -> {
            Thread thread = new Thread(run, "Stencil file");
            thread.setDaemon(true);
            return thread;
        });
        Deque<Started<R>> started = new ArrayDeque<>();
        try {
            long taken = 0;
            for (T thing : things) {
                long wanted = bytes.applyAsLong(thing);
                while (!started.isEmpty() && (started.size() == most || taken + wanted > budget)) {
                    taken -= started.getFirst().bytes();
                    handOver.accept(await(started.removeFirst().result()));
                }
                started.add(new Started<>(workers.submit(() -> work.apply(thing)), wanted));
                taken += wanted;
            }
            while (!started.isEmpty()) {
                handOver.accept(await(started.removeFirst().result()));
            }
        } finally {
            workers.shutdown();
            started.forEach(one -> one.result().cancel(false));
            awaitEnd(workers);
        }
    }

    private static <R> R await(Future<R> result) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException e) {
                    interrupted = true; // what has begun is ended first
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof Error error) {
                        throw error;
                    }
                    throw (RuntimeException) e.getCause(); // a Function throws nothing else
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void awaitEnd(ExecutorService workers) {
        boolean interrupted = false;
        while (!workers.isTerminated()) {
            try {
                workers.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true; // said to the thread once all have ended
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
