// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What ImageJ logs without a display. */
final class MacroLog {
    private MacroLog() {}

    /** Runs something and returns what was logged meanwhile. */
    static String of(Runnable work) {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setOut(before);
        }
        return log.toString(StandardCharsets.UTF_8);
    }
}
