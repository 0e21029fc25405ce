// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.tiff;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import io.github.stencil.StencilException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The ways to say why a TIFF file is not read. */
public final class TiffFault {
    private TiffFault() {}

    /**
     * Returns what to throw where a file is not what it says it is.
     *
     * @param pattern of what is wrong, a sentence without its end
     */
    @FormatMethod
    public static StencilException damaged(Path path, @FormatString String pattern, Object... arguments) {
        return damaged(null, path, pattern, arguments);
    }

    /** Returns what to throw as {@link #damaged(Path, String, Object...)} does, with what made it necessary. */
    @FormatMethod
    public static StencilException damaged(
            @Nullable Throwable cause, Path path, @FormatString String pattern, Object... arguments) {
        return StencilException.of(
                cause,
                "%s is damaged: %s. Copy or export it again.",
                path,
                String.format(Locale.ROOT, pattern, arguments));
    }

    /**
     * Returns what to throw where a file's pixels end before they should.
     *
     * @param pattern of what is missing, a sentence without its end
     */
    @FormatMethod
    public static StencilException cut(Path path, @FormatString String pattern, Object... arguments) {
        return StencilException.of(
                "%s ends early: %s. Copy or export it again.", path, String.format(Locale.ROOT, pattern, arguments));
    }

    /**
     * Returns what to throw where a file is as it should be, but of a kind that is not read.
     *
     * @param found what it has, such as "LERC compression"
     * @param advice what to do instead, a sentence
     */
    public static StencilException unreadable(Path path, String found, String advice) {
        return StencilException.of("%s has %s, which Stencil does not read. %s", path, found, advice);
    }
}
