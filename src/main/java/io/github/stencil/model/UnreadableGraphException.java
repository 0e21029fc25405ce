package io.github.stencil.model;

/** A network's graph holds something whose receptive field cannot be told by reading. */
class UnreadableGraphException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnreadableGraphException(String what) {
        super(what);
    }

    UnreadableGraphException(String what, Throwable cause) {
        super(what, cause);
    }
}
