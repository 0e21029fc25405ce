package io.github.stencil.zarr.codec;

/** Says what is wrong with a chunk's bytes, in words that follow "cannot be decoded, as". */
public final class BadChunkException extends Exception {
    private static final long serialVersionUID = 1;

    public BadChunkException(String reason) {
        super(reason);
    }

    public BadChunkException(String reason, Throwable cause) {
        super(reason, cause);
    }

    /** Returns the words, never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
