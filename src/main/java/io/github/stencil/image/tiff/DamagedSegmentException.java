// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.tiff;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Thrown where the bytes of a strip or tile make no pixels; the message says why, in a few words. */
final class DamagedSegmentException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedSegmentException(String why, @Nullable Throwable cause) {
        super(why, cause);
    }
}
