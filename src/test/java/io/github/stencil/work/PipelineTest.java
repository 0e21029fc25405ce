// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.stencil.CancelledException;
import io.github.stencil.Owned;
import io.github.stencil.Progress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineTest {
    private static final long SOON_SECONDS = 10;

    /** Something that remembers how often it was closed. */
    private final class Counted implements Owned {
        private final int item;
        private final AtomicInteger closed = new AtomicInteger();

        Counted(int item) {
            this.item = item;
            made.add(this);
        }

        int item() {
            assertThat(closed).as("item %d is used while it is open", item).hasValue(0);
            return item;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private final List<Counted> made = Collections.synchronizedList(new ArrayList<>());
    private final List<Integer> written = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService callers = Executors.newCachedThreadPool();

    @AfterEach
    void endCallers() {
        callers.shutdownNow();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyItemIsWrittenInOrderAndEverythingClosedOnce(long seed) {
        Random random = new Random(seed);
        List<Integer> items = numbers(30);
        List<Long> steps = new ArrayList<>();
        Thread caller = Thread.currentThread();
        Pipeline.run(
                items,
                item -> {
                    pause(random);
                    return new Counted(item);
                },
                read -> {
                    pause(random);
                    return new Counted(10 * read.item());
                },
                (item, result) -> {
                    pause(random);
                    assertThat(result.item()).isEqualTo(10 * item);
                    written.add(item);
                },
                (done, total) -> {
                    assertThat(Thread.currentThread()).isSameAs(caller);
                    assertThat(total).isEqualTo(30);
                    steps.add(done);
                });
        assertThat(written).isEqualTo(items);
        assertThat(made).hasSize(60).allMatch(one -> one.closed.get() == 1);
        assertThat(steps).isSorted().endsWith(30L);
    }

    @Test
    void nothingToDoIsDoneAtOnce() {
        Pipeline.run(List.<Integer>of(), Counted::new, read -> read, (item, result) -> {}, Progress.NONE);
        assertThat(made).isEmpty();
    }

    @Test
    void readingGoesOnWhileComputing() {
        CountDownLatch secondRead = new CountDownLatch(2);
        Pipeline.run(
                numbers(2),
                item -> {
                    secondRead.countDown();
                    return new Counted(item);
                },
                read -> {
                    await(secondRead); // would wait in vain if the stages ran in turn
                    return new Counted(read.item());
                },
                (item, result) -> written.add(item),
                Progress.NONE);
        assertThat(written).containsExactly(0, 1);
    }

    @ParameterizedTest
    @CsvSource({"read, 0", "read, 5", "compute, 0", "compute, 5", "compute, 11", "write, 0", "write, 5", "write, 11"})
    void aFailureInAnyStageComesOutAndEverythingIsClosedOnce(String stage, int at) {
        for (int seed = 0; seed < 4; seed++) { // each seed is another interleaving of the stages
            made.clear();
            written.clear();
            Random random = new Random(seed);
            assertThatThrownBy(() -> Pipeline.run(
                            numbers(12),
                            item -> failing("read".equals(stage) && item == at, random, item),
                            read -> failing("compute".equals(stage) && read.item() == at, random, read.item()),
                            (item, result) -> {
                                failing("write".equals(stage) && result.item() == at, random, item)
                                        .close();
                                written.add(item);
                            },
                            Progress.NONE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("at %d", at);
            assertThat(written).isEqualTo(numbers(written.size()));
            assertThat(written.size()).isLessThanOrEqualTo(at);
            assertEverythingIsClosedOnce("seed " + seed);
        }
    }

    @Test
    void anErrorComesOutAsItIs() {
        assertThatThrownBy(() -> Pipeline.run(
                        numbers(3),
                        Counted::new,
                        read -> {
                            throw new OutOfMemoryError("no room");
                        },
                        (Integer item, Counted result) -> {},
                        Progress.NONE))
                .isInstanceOf(OutOfMemoryError.class);
        assertEverythingIsClosedOnce("after an error");
    }

    @Test
    void cancellingReturnsWithinASecondAndTheNextWorkWaitsForTheStuckComputation() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger computing = new AtomicInteger();
        Future<?> first = callers.submit(() -> Pipeline.run(
                numbers(9),
                Counted::new,
                read -> {
                    computing.incrementAndGet();
                    stuck.countDown();
                    await(release);
                    computing.decrementAndGet();
                    return new Counted(read.item());
                },
                (item, result) -> written.add(item),
                (done, total) -> {
                    if (stop.get()) {
                        throw new CancelledException("Stopped.");
                    }
                }));
        await(stuck);
        long start = System.nanoTime();
        stop.set(true);
        assertThatThrownBy(() -> first.get(SOON_SECONDS, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(CancelledException.class);
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(1));

        AtomicBoolean alone = new AtomicBoolean(true);
        Future<?> second = callers.submit(() -> Pipeline.run(
                numbers(3),
                Counted::new,
                read -> {
                    alone.compareAndSet(true, computing.get() == 0);
                    return new Counted(read.item());
                },
                (item, result) -> written.add(item),
                Progress.NONE));
        assertThatThrownBy(() -> second.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(written).isEmpty();
        release.countDown();
        second.get(SOON_SECONDS, TimeUnit.SECONDS);
        assertThat(alone).isTrue();
        assertThat(written).as("only the second work's items").containsExactly(0, 1, 2);
        assertEverythingIsClosedOnce("after cancelling");
    }

    @Test
    void workThatWaitsForAnothersComputationCanBeCancelledToo() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Future<?> first = callers.submit(() -> Pipeline.run(
                numbers(1),
                Counted::new,
                read -> {
                    stuck.countDown();
                    await(release);
                    return new Counted(read.item());
                },
                (item, result) -> written.add(item),
                Progress.NONE));
        await(stuck);
        long start = System.nanoTime();
        assertThatThrownBy(() -> Pipeline.run(
                        numbers(4),
                        Counted::new,
                        read -> new Counted(read.item()),
                        (item, result) -> written.add(-1),
                        (done, total) -> {
                            if (System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(200)) {
                                throw new CancelledException("Stopped.");
                            }
                        }))
                .isInstanceOf(CancelledException.class);
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(1));
        release.countDown();
        first.get(SOON_SECONDS, TimeUnit.SECONDS);
        assertThat(written).containsExactly(0);
        assertEverythingIsClosedOnce("after both");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void cancellingAtAnyMomentClosesEverythingOnce(long seed) {
        Random random = new Random(seed);
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(150));
        assertThatThrownBy(() -> Pipeline.run(
                        numbers(1000),
                        item -> failing(false, random, item),
                        read -> failing(false, random, read.item()),
                        (item, result) -> written.add(result.item()),
                        (done, total) -> {
                            if (System.nanoTime() > until) {
                                throw new CancelledException("Stopped.");
                            }
                        }))
                .isInstanceOf(CancelledException.class);
        int count = written.size();
        assertEverythingIsClosedOnce("seed " + seed);
        assertThat(written).as("nothing is written after the end").hasSize(count);
    }

    private Counted failing(boolean fails, Random random, int item) {
        pause(random);
        if (fails) {
            throw new IllegalArgumentException("at " + item);
        }
        return new Counted(item);
    }

    /** The last computation of cancelled work ends after the work has returned, so this waits a little. */
    private void assertEverythingIsClosedOnce(String when) {
        waitUntil(() -> List.copyOf(made).stream().allMatch(one -> one.closed.get() > 0));
        assertThat(List.copyOf(made))
                .as(when)
                .allSatisfy(one ->
                        assertThat(one.closed).as("closing of %d", one.item).hasValue(1));
    }

    private static void waitUntil(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            sleep(10);
        }
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static void pause(Random random) {
        int millis;
        synchronized (random) {
            millis = random.nextInt(4);
        }
        sleep(millis);
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
