// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.stencil.CancelledException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SideBySideTest {
    private static final List<Integer> THINGS = IntStream.range(0, 40).boxed().toList();

    @Test
    void resultsComeInOrderWhateverEndsFirst() {
        List<Integer> handed = new ArrayList<>();
        new SideBySide(3, Long.MAX_VALUE).run(THINGS, i -> 1, i -> pause(i, (7 * i) % 5), handed::add);
        assertThat(handed).isEqualTo(THINGS);
    }

    @Test
    void twoAreUnderWayAtATime() throws InterruptedException {
        CountDownLatch both = new CountDownLatch(2);
        List<Boolean> met = new ArrayList<>();
        new SideBySide(2, 10).run(List.of(1, 2), i -> 5, i -> meet(both), met::add);
        assertThat(met).containsExactly(true, true);
    }

    @Test
    void whatIsUnderWayStaysWithinTheBudgetAndOneIsInAnyCase() {
        AtomicLong taken = new AtomicLong();
        AtomicLong most = new AtomicLong();
        AtomicLong mostBefore = new AtomicLong();
        new SideBySide(8, 100)
                .run(
                        THINGS,
                        i -> i == 20 ? 1000 : 30,
                        i -> {
                            AtomicLong highest = i < 20 ? mostBefore : most;
                            highest.accumulateAndGet(taken.addAndGet(i == 20 ? 1000 : 30), Math::max);
                            pause(i, 1);
                            taken.addAndGet(i == 20 ? -1000 : -30);
                            return i;
                        },
                        i -> {});
        assertThat(mostBefore.get()).isBetween(30L, 90L);
        assertThat(most.get()).as("the large one went alone").isEqualTo(1000);
    }

    @Test
    void aFailureEndsEverythingAndNothingIsUnderWayAfterIt() {
        Set<Integer> begun = ConcurrentHashMap.newKeySet();
        AtomicInteger running = new AtomicInteger();
        assertThatThrownBy(() -> new SideBySide(2, Long.MAX_VALUE)
                        .run(
                                THINGS,
                                i -> 1,
                                i -> {
                                    begun.add(i);
                                    running.incrementAndGet();
                                    pause(i, i == 3 ? 0 : 5);
                                    running.decrementAndGet();
                                    if (i == 3) {
                                        throw new CancelledException("Stopped.");
                                    }
                                    return i;
                                },
                                i -> {}))
                .isInstanceOf(CancelledException.class);
        assertThat(running.get()).isZero();
        assertThat(begun).contains(3).hasSizeLessThan(THINGS.size());
    }

    private static boolean meet(CountDownLatch both) {
        both.countDown();
        try {
            return both.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static int pause(int result, int milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return result;
    }
}
