// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The process that a folder belongs to, as folders' names tell it. Its number alone would not do: numbers are given again,
 * and a folder may be seen from several machines or containers, each with numbers of its own.
 *
 * @param machine 8 hexadecimal digits, alike in processes that see each other
 * @param process its number
 * @param started when it started, as its system counts; 0 if that is not told
 */
record Owner(String machine, long process, long started) {
    /** Of the fields of a process in Linux, counted behind its name: ticks from the machine's start to its own. */
    private static final int START = 19;

    /** Returns this process. */
    static Owner self() {
        long process = ProcessHandle.current().pid();
        return new Owner(here(), process, started(process));
    }

    /** Returns whether this process can tell that the owner has ended. */
    boolean isGone() {
        if (!machine.equals(here())) {
            return false;
        }
        if (ProcessHandle.of(process).isEmpty()) {
            return true;
        }
        long now = started(process);
        return started > 0 && now > 0 && now != started; // another one has its number
    }

    /** Returns what a folder's name tells. */
    String text() {
        return String.format(Locale.ROOT, "%s-%d-%d", machine, process, started);
    }

    /** Returns a number that stays the same however the clock is set, where there is one. */
    private static long started(long process) {
        Path stat = Path.of("/proc", Long.toString(process), "stat");
        try {
            String text = Files.readString(stat, StandardCharsets.ISO_8859_1);
            return Long.parseLong(text.substring(text.lastIndexOf(')') + 2).split(" ", -1)[START]);
        } catch (IOException | RuntimeException e) { // not Linux, or ended meanwhile
            return ProcessHandle.of(process)
                    .flatMap(handle -> handle.info().startInstant())
                    .map(start -> start.toEpochMilli())
                    .orElse(0L);
        }
    }

    private static String here() {
        CRC32 sum = new CRC32();
        sum.update((host() + ' ' + numbers()).getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", sum.getValue());
    }

    private static String host() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) { // only Linux has that file
            return Optional.ofNullable(System.getenv("COMPUTERNAME"))
                    .or(() -> Optional.ofNullable(System.getenv("HOSTNAME")))
                    .orElse("");
        }
    }

    /** Returns which numbers of processes these are, as containers have their own. */
    private static String numbers() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        } catch (IOException | UnsupportedOperationException e) {
            return ""; // only Linux has such spaces
        }
    }
}
