// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.field;

/** A network's graph holds something whose receptive field cannot be told by reading. */
public class UnreadableGraphException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnreadableGraphException(String what) {
        super(what);
    }

    UnreadableGraphException(String what, Throwable cause) {
        super(what, cause);
    }
}
