// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpanTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void tilesCoverTheAxisOnceAndWindowsKeepTheHalo(long seed) {
        Random random = new Random(seed);
        for (int trial = 0; trial < 200; trial++) {
            int step = 1 << random.nextInt(5);
            int length = 1 + random.nextInt(300);
            int halo = random.nextInt(60);
            int odd = random.nextInt(step); // sizes that are no multiples of the step
            int padded = Span.roundUp(length, step) + odd;
            int least = padded - random.nextInt(padded / step + 1) * step;
            if (least == 0) {
                least = step;
            }
            List<Span> spans = Span.free(length, padded, least, 1 + random.nextInt(200), halo, step);
            covers(spans, length);
            for (Span span : spans) {
                assertThat(span.windowMin() % step).isZero();
                assertThat((span.windowMax() + 1 - padded) % step).isZero();
                assertThat(span.window()).isGreaterThanOrEqualTo(least);
                assertThat(span.windowMin() == 0 || span.min() - span.windowMin() >= halo)
                        .isTrue();
                assertThat(span.windowMax() == padded - 1 || span.windowMax() - span.max() >= halo)
                        .isTrue();
                assertThat(span.windowMax()).isLessThan(padded);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void windowsOfAFixedSizeKeepTheHaloAndBeginWhereTheNetworksPixelsDo(long seed) {
        Random random = new Random(seed);
        for (int trial = 0; trial < 200; trial++) {
            int step = 1 << random.nextInt(4);
            int window = step * (1 + random.nextInt(16));
            int length = 1 + random.nextInt(300);
            int around = random.nextInt((window - step) / 2 / step + 1) * step;
            int block = step * (1 + random.nextInt(300));
            List<Span> spans = Span.fixed(length, window, around, step, block);
            covers(spans, length);
            for (Span span : spans) {
                assertThat(span.window()).isEqualTo(window);
                assertThat(span.windowMin()).isNotNegative();
                assertThat(span.windowMin() % step).isZero();
                assertThat(span.min() / block).isEqualTo(span.max() / block);
                assertThat(length < window || span.windowMax() < Span.roundUp(length, step))
                        .isTrue();
                assertThat(span.windowMin() == 0 || span.min() - span.windowMin() >= around)
                        .isTrue();
                assertThat(span.windowMax() >= length - 1 || span.windowMax() - span.max() >= around)
                        .isTrue();
            }
        }
    }

    @Test
    void noMoreWindowsOfAFixedSizeThanTheirOverlapTakes() {
        assertThat(Span.fixed(75, 256, 24, 4, 75)).containsExactly(new Span(0, 74, 0, 255));
        assertThat(Span.fixed(464, 256, 24, 4, 464)).hasSize(2);
        assertThat(Span.fixed(465, 256, 24, 4, 465)).hasSize(3);
        assertThat(Span.fixed(2048, 256, 24, 4, 2048)).hasSize(10);
    }

    @Test
    void evenTilesAreNoLargerThanWantedAndLeaveNoSliver() {
        assertThat(Span.even(2048, 1500, 8)).isEqualTo(1024);
        assertThat(Span.even(1000, 1500, 8)).isEqualTo(1000);
        assertThat(Span.even(1001, 504, 8)).isEqualTo(504);
    }

    @Test
    void mirroringIsPeriodicAndDoesNotRepeatTheEdge() {
        assertThat(Mirror.window(-3, 8, 4)).containsExactly(3, 2, 1, 0, 1, 2, 3, 2, 1, 0, 1, 2);
        assertThat(Mirror.window(0, 3, 1)).containsExactly(0, 0, 0, 0);
        assertThat(Mirror.window(0, 4, 2)).containsExactly(0, 1, 0, 1, 0);
    }

    private static void covers(List<Span> spans, int length) {
        int next = 0;
        for (Span span : spans) {
            assertThat(span.min()).isEqualTo(next);
            next = span.max() + 1;
        }
        assertThat(next).isEqualTo(length);
    }
}
