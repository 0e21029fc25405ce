// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.run;

import io.github.stencil.CancelledException;
import io.github.stencil.Progress;
import io.github.stencil.front.terminal.TerminalProgress;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How far work over several files is. Once one of them is stopped, all are. Safe for several threads.
 */
final class ManyFilesProgress {
    /** Parts of a file that a bar can show. */
    private static final long PARTS = 1000;

    private final TerminalProgress terminal;
    private final @Nullable Progress outer;
    private final int files;
    private final boolean together;
    private final AtomicLong parts = new AtomicLong();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final long began = System.nanoTime();

    /**
     * Starts.
     *
     * @param outer who hears of all files instead of the terminal, or null
     * @param together whether files are worked on side by side, so that no line can tell of one alone
     */
    ManyFilesProgress(TerminalProgress terminal, @Nullable Progress outer, int files, boolean together) {
        this.terminal = terminal;
        this.outer = outer;
        this.files = files;
        this.together = together;
        if (together) {
            terminal.begin(files + " files ");
        }
    }

    /** Begins a file, and returns who hears how far it is. */
    One of(String name) {
        if (!together) {
            announce(name, Math.toIntExact(parts.get() / PARTS));
        }
        return new One();
    }

    private void announce(String name, int before) {
        String left = before == 0
                ? ""
                : " (all:%s)"
                        .formatted(TerminalProgress.left(
                                (System.nanoTime() - began) / (double) before * (files - before)));
        String words = files == 1 ? "" : String.format(Locale.ROOT, "%d/%d %s%s ", before + 1, files, name, left);
        terminal.begin(words);
        if (outer != null) {
            outer.say(words.strip());
        }
    }

    /** The progress of one file, which counts for all. */
    final class One implements Progress {
        private long told;

        @Override
        public void step(long done, long total) {
            if (stopped.get()) {
                throw new CancelledException("Stopped.");
            }
            long now = total > 0 ? Math.min(PARTS - 1, done * PARTS / total) : told;
            long all = now > told ? parts.addAndGet(now - told) : parts.get();
            told = Math.max(told, now);
            try {
                if (outer != null) {
                    outer.step(all, files * PARTS);
                } else if (together) {
                    terminal.step(all, files * PARTS);
                } else {
                    terminal.step(done, total);
                }
            } catch (CancelledException e) {
                stopped.set(true);
                throw e;
            }
        }

        @Override
        public void say(String message) {
            if (outer != null) {
                outer.say(message);
            } else {
                terminal.say(message);
            }
        }

        /** Counts the file as ended, however it ended. */
        void close() {
            parts.addAndGet(PARTS - told);
            told = PARTS;
        }
    }
}
