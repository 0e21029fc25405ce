// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.terminal;

import io.github.stencil.CancelledException;
import io.github.stencil.Progress;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;

/** Progress for a person at a terminal: a bar once work takes longer than a moment, and each message once. */
public final class TerminalProgress implements Progress {
    private static final long SECOND = 1_000_000_000L;
    private static final long MOMENT = SECOND / 2;
    private static final long BETWEEN = SECOND / 10;
    private static final int WIDTH = 30;

    private final Console err;
    private final boolean terminal;
    private final LongSupplier clock;
    private final Set<String> said = new HashSet<>();
    private String title = "";
    private long began;
    private long painted;
    private boolean visible;
    private volatile boolean stopped;

    /**
     * Creates it.
     *
     * @param terminal whether a bar can be painted; messages are printed in any case
     * @param clock nanoseconds from any moment on
     */
    public TerminalProgress(PrintWriter err, boolean terminal, LongSupplier clock) {
        this.err = Console.of(err);
        this.terminal = terminal;
        this.clock = clock;
        begin("");
    }

    /** Returns whether complaints go to a terminal; only the launcher can tell. */
    public static boolean isTerminal() {
        return Boolean.getBoolean("stencil.terminal");
    }

    /** Starts anew, for work with a title. */
    public void begin(String title) {
        clear();
        this.title = title;
        began = clock.getAsLong();
        painted = began;
    }

    /** Stops work at its next step, as the user has pressed Ctrl-C; called by any thread. */
    public void stop() {
        stopped = true;
        say("Stopping. What there is so far is written; Ctrl-C once more ends at once.");
    }

    @Override
    public synchronized void step(long done, long total) {
        if (stopped) {
            throw new CancelledException("Stopped, as Ctrl-C was pressed.");
        }
        long now = clock.getAsLong();
        if (!terminal || total <= 0 || now - began < MOMENT || now - painted < BETWEEN) {
            return;
        }
        painted = now;
        visible = true;
        double part = Math.min(1, (double) done / total);
        int full = (int) Math.round(part * WIDTH);
        err.paint("\r\033[K");
        err.print(title + "[" + "#".repeat(full) + ".".repeat(WIDTH - full) + "] " + Math.round(100 * part) + "%"
                + (part > 0 ? left((now - began) * (1 - part) / part) : ""));
        err.flush();
    }

    @Override
    public synchronized void say(String message) {
        if (said.add(message)) {
            clear();
            err.println("stencil: " + message);
            err.flush();
        }
    }

    /** Takes the bar away. */
    public synchronized void clear() {
        if (visible) {
            err.paint("\r\033[K");
            err.flush();
            visible = false;
        }
    }

    /** Returns how long is left, in words. */
    public static String left(double nanoseconds) {
        long seconds = Math.round(nanoseconds / SECOND);
        return seconds < 60
                ? " " + seconds + " s left"
                : String.format(Locale.ROOT, " %d min left", (seconds + 59) / 60);
    }
}
