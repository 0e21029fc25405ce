// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

import ij.IJ;
import io.github.stencil.front.HeadlessImageJ;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** An ImageJ without a display in which a macro calls a command again and again, and notes how much memory is resident. */
public final class LoopRun {
    private static volatile Path notes = Path.of("notes");

    private LoopRun() {}

    /** Arguments: a file for the notes; a macro whose name for the number of the call is {@code i}; how many calls. */
    public static void main(String[] args) {
        new HeadlessImageJ().launcherSessionOpened(null);
        notes = Path.of(args[0]);
        IJ.runMacro("""
                setBatchMode(true);
                for (i = 1; i <= %s; i++) {
                    %s
                    close("*");
                    call("%s.note", i);
                }
                """.formatted(args[2], args[1], LoopRun.class.getName()));
        Runtime.getRuntime().halt(0);
    }

    /** Notes a call, and every hundredth the kilobytes that are resident. */
    public static String note(String call) throws IOException {
        int n = (int) Double.parseDouble(call);
        if (n % 100 == 0 || n == 1) {
            System.gc();
            String kilobytes = Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .findFirst()
                    .orElseThrow()
                    .replaceAll("\\D", "");
            Runtime java = Runtime.getRuntime();
            Files.writeString(
                    notes,
                    "%d %s %d%n".formatted(n, kilobytes, (java.totalMemory() - java.freeMemory()) >> 10),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
        return "";
    }
}
