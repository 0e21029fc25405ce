// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.stencil.CancelledException;
import io.github.stencil.Progress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ThreadsTest {
    private final List<Integer> made = Collections.synchronizedList(new ArrayList<>());
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger ended = new AtomicInteger();

    private final class Hand implements Threads.Hand {
        @Override
        public void piece(int number) {
            threads.add(Thread.currentThread());
            made.add(number);
        }

        @Override
        public void end() {
            ended.incrementAndGet();
        }
    }

    @Test
    void eachPieceIsDoneOnceAndHeardOfOnTheCallersThread() {
        Thread caller = Thread.currentThread();
        List<Long> heard = new ArrayList<>();
        Threads.each("test", 3, 1000, Hand::new, (done, total) -> {
            assertThat(Thread.currentThread()).isSameAs(caller);
            assertThat(total).isEqualTo(1000);
            heard.add(done);
        });
        assertThat(made)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 1000).boxed().toList());
        assertThat(ended).hasValue(3);
        assertThat(heard).isSorted();
        made.clear();
        threads.clear();
        Threads.each("test", 1, 3, Hand::new, Progress.NONE);
        assertThat(made).containsExactly(0, 1, 2);
        assertThat(threads).containsExactly(caller);
    }

    @Test
    void theFirstPieceThatFailsIsToldWhicheverFailsFirst() {
        CountDownLatch second = new CountDownLatch(1);
        assertThatThrownBy(() -> Threads.each(
                        "test",
                        2,
                        1000,
                        () -> number -> {
                            if (number == 0) {
                                pass(second); // fails after the other has
                            }
                            made.add(number);
                            if (number == 1) {
                                second.countDown();
                            }
                            throw new IllegalArgumentException("piece " + number);
                        },
                        Progress.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("piece 0");
        assertThat(made).as("the rest is not begun").containsExactly(1, 0);
    }

    @Test
    void anInterruptEndsTheWorkAndIsSaidAfterwards() {
        Thread caller = Thread.currentThread();
        CountDownLatch under = new CountDownLatch(1);
        AtomicInteger running = new AtomicInteger();
        assertThatThrownBy(() -> Threads.each(
                        "test",
                        2,
                        2,
                        () -> number -> {
                            running.incrementAndGet();
                            if (Thread.currentThread() == caller) {
                                pass(under);
                            } else {
                                under.countDown();
                                rest(); // so that the caller waits by now
                                caller.interrupt();
                                rest();
                            }
                            running.decrementAndGet();
                        },
                        Progress.NONE))
                .isInstanceOf(CancelledException.class);
        assertThat(running).as("nothing is under way").hasValue(0);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whatAnotherThreadThrewIsThrownHereAndAnInterruptIsRestored() throws InterruptedException {
        ExecutorService pool = Threads.pool("test", 1);
        var failed = pool.submit(() -> {
            throw new IllegalArgumentException("why");
        });
        assertThatThrownBy(() -> Threads.get(failed)).isInstanceOf(IllegalArgumentException.class);
        var error = pool.submit(() -> {
            throw new OutOfMemoryError("no room");
        });
        assertThatThrownBy(() -> Threads.get(error)).isInstanceOf(OutOfMemoryError.class);
        var late = pool.submit(() -> {
            rest();
            return Thread.currentThread().isDaemon();
        });
        AtomicInteger interruptions = new AtomicInteger();
        Thread.currentThread().interrupt();
        assertThat(Threads.await(() -> Threads.get(late), interruptions::incrementAndGet))
                .isTrue();
        assertThat(interruptions).hasValue(1);
        assertThat(Thread.interrupted()).isTrue();
        pool.shutdown();
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    private static void pass(CountDownLatch latch) {
        boolean passed = Threads.await(() -> latch.await(30, TimeUnit.SECONDS), () -> {});
        assertThat(passed).isTrue();
    }

    private static void rest() {
        Threads.await(
                () -> {
                    Thread.sleep(200);
                    return true;
                },
                () -> {});
    }
}
