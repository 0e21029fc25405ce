// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** Puts what a file system answers into words; the answer itself stays with the exception as its cause. */
public final class FileTrouble {
    private FileTrouble() {}

    /**
     * Returns what to say when something cannot be read.
     *
     * @param what a file, a folder or another place, as it is to be named
     * @param e why
     */
    public static StencilException reading(Object what, Throwable e) {
        return StencilException.of(e, "%s cannot be read (%s). Check the disk and the permissions.", what, why(e));
    }

    /**
     * Returns what to say when something cannot be written.
     *
     * @param what a file, a folder or another place, as it is to be named
     * @param e why
     */
    public static StencilException writing(Object what, Throwable e) {
        return StencilException.of(
                e,
                "%s could not be written (%s). Choose another place.",
                what,
                e instanceof NoSuchFileException ? "its folder cannot be made" : why(e));
    }

    /** Something that is done with files. */
    @FunctionalInterface
    public interface Work {
        /** Does it. */
        void run() throws IOException;
    }

    /**
     * Writes something.
     *
     * @param what as {@link #writing(Object, Throwable)} takes it
     * @throws StencilException if it cannot be written
     */
    public static void writing(Object what, Work work) {
        try {
            work.run();
        } catch (IOException e) {
            throw writing(what, e);
        }
    }

    /** Returns the reason that an exception gives, in words that stand well in brackets: no name of a class, no path. */
    public static String why(@Nullable Throwable e) {
        if (e instanceof AccessDeniedException) {
            return "no permission";
        }
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (e instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        String words = e == null ? null : e.getMessage();
        if (words == null || words.isBlank()) {
            return e instanceof IOException ? "the system gives no reason" : String.valueOf(e);
        }
        return words;
    }
}
