// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Puts files where they belong when they are whole: nobody sees one in part, and none is left of what broke off. */
public final class WholeFile {
    private WholeFile() {}

    /** What a file is to hold. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it to a file. */
        void write(Path part) throws IOException;
    }

    /**
     * Writes a file, which replaces what is there.
     *
     * @param part where the file grows, on the same disk; deleted where that fails
     * @throws IOException if that fails; what was there is then still there
     */
    public static void write(Path file, Path part, Content content) throws IOException {
        try {
            content.write(part);
            replace(part, file);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /**
     * Puts a file into another's place at once, so that there is always one, even if several do so.
     *
     * @throws IOException if it cannot be moved
     */
    public static void replace(Path part, Path file) throws IOException {
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING); // this file system knows no better
        }
    }
}
