// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.work;

import io.github.stencil.CancelledException;
import io.github.stencil.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Threads of Stencil's own, which do not keep a process alive, and how their ends and failures are waited for. */
public final class Threads {
    private Threads() {}

    private static Thread of(String name, Runnable work) {
        Thread thread = new Thread(work, "Stencil " + name);
        thread.setDaemon(true);
        return thread;
    }

    /** Starts a thread. */
    public static Thread start(String name, Runnable work) {
        Thread thread = of(name, work);
        thread.start();
        return thread;
    }

    /** Creates so many threads that do what they are given in turn. */
    public static ExecutorService pool(String name, int count) {
        return Executors.newFixedThreadPool(count, work -> of(name, work));
    }

    /** Something that is waited for. */
    @FunctionalInterface
    public interface Wait<R> {
        /** Returns when it has come. */
        R get() throws InterruptedException;
    }

    /**
     * Waits to the end even where this thread is interrupted, which is said to it afterwards.
     *
     * @param interruption called when it is
     */
    public static <R> R await(Wait<R> wait, Runnable interruption) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return wait.get();
                } catch (InterruptedException e) {
                    interrupted = true; // what has begun is ended first
                    interruption.run();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits for the end of a thread; see {@link #await}. */
    public static void join(Thread thread, Runnable interruption) {
        await(
                () -> {
                    thread.join();
                    return thread;
                },
                interruption);
    }

    /** Returns what a thread has made, or throws what it has thrown. */
    public static <R> R get(Future<R> result) throws InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    /** Returns what was thrown in another thread as something to throw here; an error is thrown at once. */
    public static RuntimeException failure(Throwable thrown) {
        Throwable told = thrown;
        while (told instanceof ExecutionException && told.getCause() != null) {
            told = told.getCause(); // the cause is the thread's own, round which the pool has put another
        }
        if (told instanceof Error e) {
            throw e;
        }
        return told instanceof RuntimeException e ? e : new IllegalStateException(told);
    }

    /** What one thread does pieces with. */
    @FunctionalInterface
    public interface Hand {
        /** Does a piece. */
        void piece(int number);

        /** Hands over what was made of all of them, after the last. */
        default void end() {}
    }

    /**
     * Does pieces on several threads, of which this is one. When this returns or throws, none is under way any more.
     *
     * @param threads the most threads
     * @param count how many pieces there are, numbered from 0 on
     * @param hands makes what a thread does pieces with
     * @param progress hears how many pieces are done, on this thread
     * @throws RuntimeException what the first of the pieces that failed threw, whichever thread met it, so that a message
     *     does not depend on chance
     * @throws CancelledException if this thread was interrupted
     */
    public static void each(String name, int threads, int count, Supplier<? extends Hand> hands, Progress progress) {
        new Each(count, hands).run(name, Math.min(threads, count), progress);
    }

    /** Pieces that threads take one after the other. */
    private static final class Each {
        private final int count;
        private final Supplier<? extends Hand> hands;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private volatile boolean stopped;
        private boolean interrupted;
        private int failedPiece = Integer.MAX_VALUE;
        private @Nullable Throwable failure;

        Each(int count, Supplier<? extends Hand> hands) {
            this.count = count;
            this.hands = hands;
        }

        void run(String name, int threads, Progress progress) {
            List<Thread> helpers = new ArrayList<>();
            for (int i = 1; i < threads; i++) {
                helpers.add(start(name, () -> work(ended -> {})));
            }
            work(ended -> progress.step(ended, count));
            for (Thread helper : helpers) {
                join(helper, () -> {
                    stopped = true;
                    interrupted = true;
                });
            }
            synchronized (this) {
                if (failure != null) {
                    throw Threads.failure(failure);
                }
            }
            if (interrupted) {
                throw new CancelledException("Stopped.");
            }
        }

        private void work(IntConsumer heard) {
            int piece = 0;
            try {
                Hand hand = hands.get();
                while (!stopped) {
                    piece = next.getAndIncrement();
                    if (piece >= count) {
                        break;
                    }
                    hand.piece(piece);
                    heard.accept(done.incrementAndGet());
                }
                hand.end();
            } catch (Throwable e) {
                fail(piece, e);
            }
        }

        private synchronized void fail(int piece, Throwable e) {
            stopped = true; // the pieces before this one are under way in other threads, and end
            if (piece <= failedPiece) {
                failedPiece = piece;
                failure = e;
            }
        }
    }
}
