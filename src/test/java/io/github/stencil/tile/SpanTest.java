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
            int padded = Span.roundUp(length, step);
            List<Span> spans = Span.free(length, 1 + random.nextInt(200), halo, step);
            covers(spans, length);
            for (Span span : spans) {
                assertThat(span.windowMin() % step).isZero();
                assertThat((span.windowMax() + 1) % step).isZero();
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
    void windowsOfAFixedSizeLieInsideTheImageWhereItIsLargeEnough(long seed) {
        Random random = new Random(seed);
        for (int trial = 0; trial < 200; trial++) {
            int window = 8 + random.nextInt(64);
            int length = 1 + random.nextInt(300);
            int halo = random.nextInt(window);
            List<Span> spans = Span.fixed(length, window, halo);
            covers(spans, length);
            for (Span span : spans) {
                assertThat(span.window()).isEqualTo(window);
                assertThat(span.windowMin()).isNotNegative();
                assertThat(length < window || span.windowMax() < length).isTrue();
            }
        }
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
