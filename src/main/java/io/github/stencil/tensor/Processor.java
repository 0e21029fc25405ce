// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the processor can do that matters to networks. */
public final class Processor {
    private static final boolean BFLOAT16 = hasBfloat16(Path.of("/proc/cpuinfo"));

    private Processor() {}

    /**
     * Returns whether networks on the CPU gain by {@link Precision#MIXED}: whether the processor multiplies matrices of
     * bfloat16 (Intel's AMX). Only Linux tells; elsewhere the answer is no.
     */
    public static boolean gainsByMixed() {
        return BFLOAT16 && TensorRuntime.onlyCpu();
    }

    /** Returns whether a list of processors, as Linux gives it, names instructions for matrices of bfloat16. */
    static boolean hasBfloat16(Path list) {
        if (!Files.isReadable(list)) {
            return false;
        }
        try {
            return Files.readAllLines(list).stream()
                    .filter(line -> line.startsWith("flags"))
                    .anyMatch(line -> (line + ' ').contains(" amx_bf16 "));
        } catch (IOException e) {
            return false; // a system that does not tell has none that is known
        }
    }
}
