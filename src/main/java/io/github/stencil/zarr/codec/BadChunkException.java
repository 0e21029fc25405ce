// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.codec;

/** Says what is wrong with a chunk's bytes, in words that follow "cannot be decoded, as". */
public final class BadChunkException extends Exception {
    private static final long serialVersionUID = 1;

    /** Says what is wrong, such as "it is empty". */
    public BadChunkException(String reason) {
        super(reason);
    }

    /** Says what is wrong, and what was thrown for it. */
    public BadChunkException(String reason, Throwable cause) {
        super(reason, cause);
    }

    /** Returns the words, never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
