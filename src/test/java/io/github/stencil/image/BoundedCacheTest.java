// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.stencil.work.HeapBudget;
import io.github.stencil.work.HeapShare;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoundedCacheTest {
    private final AtomicInteger reads = new AtomicInteger();

    private Integer read(long key) {
        reads.incrementAndGet();
        return (int) key;
    }

    @Test
    void aPieceIsReadOnceHoweverManyAskForIt() {
        BoundedCache<Integer> cache = BoundedCache.create(piece -> 1, 1);
        IntStream.range(0, 10_000)
                .parallel()
                .forEach(i -> assertThat(cache.get(i % 10, this::read)).isEqualTo(i % 10));
        assertThat(reads).hasValue(10);
    }

    @Test
    void thePieceNotUsedForLongestGoesFirst() {
        long third = Runtime.getRuntime().maxMemory() / 16 / 3 - 1;
        BoundedCache<Integer> cache = BoundedCache.create(piece -> third, 1);
        cache.get(1, this::read);
        cache.get(2, this::read);
        cache.get(3, this::read);
        cache.get(1, this::read);
        cache.get(4, this::read); // 2 has to go
        assertThat(reads).hasValue(4);
        cache.get(1, this::read);
        cache.get(3, this::read);
        cache.get(4, this::read);
        assertThat(reads).hasValue(4);
        cache.get(2, this::read);
        assertThat(reads).hasValue(5);
    }

    @Test
    void theNewestPieceStaysEvenIfItIsLargerThanTheCache() {
        BoundedCache<Integer> cache =
                BoundedCache.create(piece -> Runtime.getRuntime().maxMemory(), 1);
        cache.get(1, this::read);
        cache.get(1, this::read);
        assertThat(reads).hasValue(1);
        cache.get(2, this::read); // 1 has to go
        cache.get(2, this::read);
        assertThat(reads).hasValue(2);
        cache.get(1, this::read);
        assertThat(reads).hasValue(3);
    }

    @Test
    void aLargePieceDrivesOutAllOthersAndTheNextOneDrivesItOut() {
        long half = Runtime.getRuntime().maxMemory() / 32 - 1;
        BoundedCache<Integer> cache = BoundedCache.create(piece -> piece == 9 ? 3 * half : half, 1);
        for (long key : new long[] {1, 2, 9, 9}) {
            cache.get(key, this::read);
        }
        assertThat(reads).hasValue(3);
        for (long key : new long[] {1, 2, 1, 2}) { // for which there is room again
            cache.get(key, this::read);
        }
        assertThat(reads).hasValue(5);
    }

    @Test
    void whatFailedIsReadAnew() {
        BoundedCache<Integer> cache = BoundedCache.create(piece -> 1, 1);
        assertThatThrownBy(() -> cache.get(1, key -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThat(cache.get(1, this::read)).isEqualTo(1);
    }

    @Test
    void aCacheWhoseShareShrinksThrowsItsEldestPiecesAway() {
        HeapBudget budget = HeapBudget.create(800);
        BoundedCache<Integer> cache = BoundedCache.create(piece -> 100, 400, budget);
        for (int key = 1; key <= 4; key++) {
            cache.get(key, this::read);
        }
        HeapShare table = budget.share();
        assertThat(table.hold(600)).isTrue(); // two pieces are left room for
        cache.get(4, this::read);
        cache.get(3, this::read);
        assertThat(reads).hasValue(4);
        cache.get(2, this::read);
        assertThat(reads).hasValue(5);
        table.close();
        for (int i = 0; i < 2; i++) {
            for (int key = 1; key <= 4; key++) {
                cache.get(key, this::read);
            }
        }
        assertThat(reads).hasValue(7); // 1 and 4 once more
    }

    @Test
    void theNewestPieceStaysThoughItIsLargerThanTheShare() {
        BoundedCache<Integer> cache = BoundedCache.create(piece -> 5000, 1, HeapBudget.create(800));
        cache.get(1, this::read);
        cache.get(1, this::read);
        assertThat(reads).hasValue(1);
        cache.get(2, this::read);
        cache.get(2, this::read);
        assertThat(reads).hasValue(2);
        cache.get(1, this::read);
        assertThat(reads).hasValue(3);
    }

    @Test
    void aCacheThatNobodyHasAnyMoreLeavesItsRoomToOthers() {
        HeapBudget budget = HeapBudget.create(800);
        BoundedCache<Integer> cache = BoundedCache.create(piece -> 100, 400, budget);
        IntStream.range(0, 4).forEach(key -> cache.get(key, this::read));
        IntStream.range(0, 20).forEach(i -> {
            BoundedCache<Integer> lost = BoundedCache.create(piece -> 100, 400, budget);
            IntStream.range(0, 4).forEach(key -> lost.get(key, this::read));
        });
        System.gc();
        HeapShare late = budget.share();
        for (int i = 0; i < 100 && late.bytes() < 400; i++) {
            Thread.onSpinWait();
            System.gc();
            late.want(400 - i % 2);
        }
        late.want(400);
        assertThat(late.bytes()).isEqualTo(400);
    }
}
