// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {
    private static final long SECOND = 1_000_000_000L;

    private final StringWriter text = new StringWriter();
    private final AtomicLong clock = new AtomicLong(17);

    @Test
    void shortWorkShowsNoBar() {
        TerminalProgress progress = progress(true);
        clock.addAndGet(SECOND / 4);
        progress.step(1, 2);
        progress.clear();
        assertThat(text.toString()).isEmpty();
    }

    @Test
    void longWorkShowsHowFarItIsAndWhatIsLeftAndThenGoesAway() {
        TerminalProgress progress = progress(true);
        progress.begin("2/3 cells ");
        clock.addAndGet(10 * SECOND);
        progress.step(1, 3);
        assertThat(text).hasToString("\r\033[K2/3 cells [##########....................] 33% 20 s left");
        progress.step(2, 3); // too soon to paint again
        progress.clear();
        progress.clear();
        assertThat(text.toString()).endsWith("20 s left\r\033[K");
    }

    @Test
    void whatIsNoTerminalGetsMessagesOnly() {
        TerminalProgress progress = progress(false);
        clock.addAndGet(10 * SECOND);
        progress.step(1, 3);
        progress.say("Loading.");
        progress.begin("next ");
        progress.say("Loading.");
        assertThat(text).hasToString("stencil: Loading." + System.lineSeparator());
    }

    @Test
    void workWithoutAKnownEndIsNoDivisionByZero() {
        TerminalProgress progress = progress(true);
        clock.addAndGet(10 * SECOND);
        progress.step(0, 0);
        progress.step(0, 5);
        assertThat(text.toString()).contains("] 0%").doesNotContain("left");
    }

    private TerminalProgress progress(boolean terminal) {
        return new TerminalProgress(new PrintWriter(text), terminal, clock::get);
    }
}
