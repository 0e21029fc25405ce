// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.work;

import io.github.stencil.Owned;
import io.github.stencil.Progress;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Works through items in order with reading, computing and writing overlapped, one item in each stage and one waiting
 * between two.
 *
 * <p>The calling thread waits and listens: when its {@link Progress} stops the work, it returns at once. A computation
 * that is under way then ends by itself, its result is discarded, and no other begins before it has ended.
 */
public final class Pipeline {
    private static final Semaphore COMPUTING = new Semaphore(1, true);
    private static final ThreadLocal<@Nullable Semaphore> OWN = new ThreadLocal<>();
    private static final long POLL_MILLIS = 50;

    private Pipeline() {}

    /**
     * Does work whose computations wait for nobody else's, as it has a device of its own.
     *
     * @param work runs its pipelines on this thread
     */
    public static void beside(Runnable work) {
        Semaphore before = OWN.get();
        OWN.set(new Semaphore(1, true));
        try {
            work.run();
        } finally {
            OWN.set(before);
        }
    }

    /**
     * Runs all items through the three stages.
     *
     * @param read makes a computation's input; called on one thread, in order
     * @param compute makes the result; its input is closed after it; one at a time in this process, but for work {@link
     *     #beside} others
     * @param write puts a result away; it is closed after that; called on one thread, in order
     * @param progress hears how many items have been written, on the calling thread, at least 20 times a second
     */
    public static <I, R extends Owned, W extends Owned> void run(
            List<I> items, Function<I, R> read, Function<R, W> compute, BiConsumer<I, W> write, Progress progress) {
        new Work<>(items, read, compute, write).run(progress);
    }

    private record Step<I, V extends Owned>(I item, V value) {}

    private static final class Work<I, R extends Owned, W extends Owned> {
        private final List<I> items;
        private final Function<I, R> read;
        private final Function<R, W> compute;
        private final BiConsumer<I, W> write;
        private final BlockingQueue<Step<I, R>> toCompute = new ArrayBlockingQueue<>(1);
        private final BlockingQueue<Step<I, W>> toWrite = new ArrayBlockingQueue<>(1);
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private final AtomicLong written = new AtomicLong();
        private final CountDownLatch ended = new CountDownLatch(3);
        private final Semaphore computing;
        private volatile boolean stopped;

        Work(List<I> items, Function<I, R> read, Function<R, W> compute, BiConsumer<I, W> write) {
            this.items = items;
            this.read = read;
            this.compute = compute;
            this.write = write;
            Semaphore own = OWN.get();
            computing = own != null ? own : COMPUTING;
        }

        void run(Progress progress) {
            start("read", this::readAll, null);
            start("compute", this::computeAll, toCompute);
            Thread writer = start("write", this::writeAll, toWrite);
            try {
                while (!ended.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    progress.step(written.get(), items.size());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            } finally {
                stopped = true;
                Threads.join(writer, () -> {}); // nothing is written once this has returned
            }
            Throwable first = failure.get();
            if (first != null) {
                throw Threads.failure(first);
            }
            progress.step(items.size(), items.size());
        }

        private void readAll() throws InterruptedException {
            for (I item : items) {
                if (stopped) {
                    return;
                }
                hand(toCompute, new Step<>(item, read.apply(item)));
            }
        }

        private void computeAll() throws InterruptedException {
            for (int i = 0; i < items.size(); i++) {
                Step<I, R> step = take(toCompute);
                if (step == null) {
                    return;
                }
                W result = null;
                computing.acquire();
                try (R input = step.value()) {
                    if (!stopped) {
                        result = compute.apply(input);
                    }
                } finally {
                    computing.release();
                }
                if (result != null) {
                    hand(toWrite, new Step<>(step.item(), result));
                }
            }
        }

        private void writeAll() throws InterruptedException {
            for (int i = 0; i < items.size(); i++) {
                Step<I, W> step = take(toWrite);
                if (step == null) {
                    return;
                }
                try (W result = step.value()) {
                    if (!stopped) {
                        write.accept(step.item(), result);
                        written.incrementAndGet();
                    }
                }
            }
        }

        private <V extends Owned> void hand(BlockingQueue<Step<I, V>> queue, Step<I, V> step)
                throws InterruptedException {
            while (!queue.offer(step, POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                if (stopped) {
                    discard(step);
                    return;
                }
            }
            if (stopped && queue.remove(step)) {
                discard(step);
            }
        }

        private <V extends Owned> @Nullable Step<I, V> take(BlockingQueue<Step<I, V>> queue)
                throws InterruptedException {
            while (true) {
                Step<I, V> step = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (step != null || stopped) {
                    return step;
                }
            }
        }

        private static void discard(Step<?, ?> step) {
            step.value().close();
        }

        /** Closes what waits before a stage that takes nothing more; what arrives later, its sender takes back. */
        private static <V extends Owned, I> void discardAll(BlockingQueue<Step<I, V>> queue) {
            for (Step<I, V> step = queue.poll(); step != null; step = queue.poll()) {
                discard(step);
            }
        }

        private interface Stage {
            void run() throws InterruptedException;
        }

        private <V extends Owned> Thread start(String name, Stage stage, @Nullable BlockingQueue<Step<I, V>> waiting) {
            return Threads.start(name, () -> {
                try {
                    stage.run();
                } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                    stopped = true;
                    if (waiting != null) {
                        discardAll(waiting);
                    }
                } finally {
                    ended.countDown();
                }
            });
        }
    }
}
