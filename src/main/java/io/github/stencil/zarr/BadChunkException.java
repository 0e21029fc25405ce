package io.github.stencil.zarr;

/** Says what is wrong with a chunk's bytes, in words that follow "cannot be decoded, as". */
final class BadChunkException extends Exception {
    private static final long serialVersionUID = 1;

    BadChunkException(String reason) {
        super(reason);
    }

    BadChunkException(String reason, Throwable cause) {
        super(reason, cause);
    }

    /** Returns the words, never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
