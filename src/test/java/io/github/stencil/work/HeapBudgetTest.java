// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeapBudgetTest {
    private static final long BYTES = 1000;
    private static final long FIRM = 750;

    private final HeapBudget budget = HeapBudget.create(BYTES);

    /** What is expected of a share. */
    private record Terms(long wanted, long held) {}

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void sharesNeverExceedTheBudgetAndEachHasItsFairPart(int seed) {
        Random random = new Random(seed);
        Map<HeapShare, Terms> terms = new LinkedHashMap<>();
        for (int step = 0; step < 3000; step++) {
            int what = random.nextInt(10);
            if (terms.isEmpty() || what < 2) {
                terms.put(budget.share(), new Terms(0, 0));
            } else {
                List<HeapShare> shares = new ArrayList<>(terms.keySet());
                HeapShare share = shares.get(random.nextInt(shares.size()));
                Terms now = terms.get(share);
                if (what < 4) {
                    share.close();
                    assertThat(share.bytes()).isZero();
                    terms.remove(share);
                } else if (what < 8) {
                    long wanted = random.nextInt(random.nextBoolean() ? 50 : 1200);
                    share.want(wanted);
                    terms.put(share, new Terms(wanted, now.held()));
                } else {
                    long others = terms.values().stream().mapToLong(Terms::held).sum() - now.held();
                    long firm = Math.min(random.nextInt(300), Math.max(now.held(), FIRM - others));
                    assertThat(share.hold(firm)).as("step %d", step).isTrue();
                    terms.put(share, new Terms(now.wanted(), firm));
                }
            }
            check(terms, step);
        }
    }

    private static void check(Map<HeapShare, Terms> terms, int step) {
        long held = terms.values().stream().mapToLong(Terms::held).sum();
        assertThat(terms.keySet().stream().mapToLong(HeapShare::bytes).sum())
                .as("step %d", step)
                .isLessThanOrEqualTo(BYTES);
        long level = terms.keySet().stream()
                .mapToLong(share -> share.bytes() - terms.get(share).held())
                .max()
                .orElse(0);
        terms.forEach((share, one) -> {
            long got = share.bytes() - one.held();
            assertThat(got)
                    .as("step %d", step)
                    .isBetween(Math.min(one.wanted(), (BYTES - held) / terms.size()), one.wanted());
            // who gets less than another has all that it wants, but for the rest of a division
            assertThat(got >= one.wanted() || got >= level - 1)
                    .as("step %d", step)
                    .isTrue();
        });
    }

    @Test
    void sharesNeverExceedTheBudgetWhileSeveralThreadsAsk() {
        HeapShare[] shares = IntStream.range(0, 8).mapToObj(i -> budget.share()).toArray(HeapShare[]::new);
        AtomicLong most = new AtomicLong();
        IntStream.range(0, 8).parallel().forEach(i -> {
            Random random = new Random(i);
            for (int step = 0; step < 5000; step++) {
                shares[i].want(random.nextInt(400));
                shares[i].hold(random.nextInt(90));
                synchronized (budget) {
                    most.accumulateAndGet(
                            Arrays.stream(shares).mapToLong(HeapShare::bytes).sum(), Math::max);
                }
            }
        });
        assertThat(most.get()).isLessThanOrEqualTo(BYTES).isGreaterThan(BYTES / 2);
    }

    @Test
    void whatIsReleasedIsThereAgain() {
        HeapShare first = budget.share();
        HeapShare second = budget.share();
        first.want(BYTES);
        second.want(BYTES);
        assertThat(second.bytes()).isEqualTo(BYTES / 2);
        first.close();
        assertThat(second.bytes()).isEqualTo(BYTES);
        first.want(BYTES); // which is closed
        assertThat(first.bytes()).isZero();
        assertThat(second.hold(FIRM)).isTrue();
        second.close();
        second.close();
        assertThat(budget.share().hold(FIRM)).isTrue();
    }

    @Test
    void aShareThatNobodyHasAnyMoreIsGivenBack() {
        HeapShare lost = budget.share();
        assertThat(lost.hold(FIRM)).isTrue();
        lost.want(BYTES);
        HeapShare other = budget.share();
        lost = other;
        assertThat(lost.hold(FIRM)).isTrue();
        other.want(BYTES);
        assertThat(other.bytes()).isEqualTo(BYTES);
    }

    @Test
    void atMostThreeQuartersAreHeldSoThatANewcomerHasRoom() {
        HeapShare table = budget.share();
        assertThat(table.hold(FIRM + 1)).isFalse();
        assertThat(table.bytes()).isZero();
        assertThat(table.holdUpTo(2 * BYTES)).isEqualTo(FIRM);
        HeapShare late = budget.share();
        assertThat(late.hold(1)).isFalse();
        assertThat(late.holdUpTo(100)).isZero();
        late.want(BYTES);
        assertThat(late.bytes()).isEqualTo(BYTES - FIRM);
        assertThat(table.bytes()).isEqualTo(FIRM);
    }

    @Test
    void whoGetsLessIsToldToThrowSomethingAway() {
        AtomicInteger told = new AtomicInteger();
        HeapShare first = budget.share(told::incrementAndGet);
        first.want(BYTES);
        HeapShare second = budget.share();
        assertThat(told).hasValue(0);
        second.want(100);
        assertThat(told).hasValue(1);
        second.close();
        assertThat(told).hasValue(1);
        assertThat(first.bytes()).isEqualTo(BYTES);
    }
}
