// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import io.github.stencil.CancelledException;
import io.github.stencil.work.Threads;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Makes batches in background threads, a few ahead of who takes them, and hands them out in their order. */
final class PatchStream implements BatchSource {
    private static final int MOST_THREADS = 4;

    private final PatchMaker maker;
    private final int steps;
    private final int ahead;
    private final ExecutorService threads;
    private final Deque<Future<Batch>> waiting = new ArrayDeque<>();
    /** The place of the first batch that waits, epochs after one another. */
    private long next;

    PatchStream(PatchMaker maker, int threadCount) {
        this.maker = maker;
        steps = maker.stepsPerEpoch();
        int processors = Runtime.getRuntime().availableProcessors();
        int count = threadCount > 0 ? threadCount : Math.max(1, Math.min(MOST_THREADS, processors - 1));
        ahead = count + 1;
        threads = Threads.pool("patches", count);
    }

    @Override
    public void begin(int epoch) {
        long wanted = (long) epoch * steps;
        if (wanted != next) {
            drop();
            next = wanted;
        }
        refill();
    }

    @Override
    public Batch next() {
        refill();
        try {
            Batch batch = Threads.get(waiting.element());
            waiting.remove();
            next++;
            refill();
            return batch;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("Training was cancelled while it waited for patches.", e);
        }
    }

    @Override
    public int stepsPerEpoch() {
        return steps;
    }

    /** Ends the threads; what they are making is thrown away. A second call does nothing. */
    @Override
    public void close() {
        drop();
        threads.shutdownNow();
    }

    private void refill() {
        while (waiting.size() < ahead) {
            long place = next + waiting.size();
            waiting.add(threads.submit(() -> maker.batch(Math.toIntExact(place / steps), (int) (place % steps))));
        }
    }

    private void drop() {
        waiting.forEach(batch -> batch.cancel(false)); // an interrupt would close a file that others read
        waiting.clear();
    }
}
