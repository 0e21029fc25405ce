// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory a computation can have beside what is in use. */
public final class FreeMemory {
    private static final Path LINUX = Path.of("/proc/meminfo");
    private static final String AVAILABLE = "MemAvailable:";

    private FreeMemory() {}

    /** Returns the bytes that Java objects can still take: what the heap has left, and no more than the machine has. */
    public static long forJava() {
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        return Math.min(runtime.maxMemory() - used, bytes());
    }

    /** Returns the bytes of memory that can be had without swapping: on Linux what the kernel calls available. */
    public static long bytes() {
        long free = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getFreeMemorySize();
        if (Files.isReadable(LINUX)) {
            try {
                for (String line : Files.readAllLines(LINUX)) {
                    if (line.startsWith(AVAILABLE)) {
                        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
                    }
                }
            } catch (IOException | NumberFormatException e) {
                return free; // another kernel may write it another way
            }
        }
        return free;
    }
}
