// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil;

/** The user has asked to stop: work ends here, and nothing half-done is kept. */
public final class CancelledException extends StencilException {
    private static final long serialVersionUID = 1;

    /** Creates an exception with the words for the user. */
    public CancelledException(String sentence) {
        super(sentence);
    }

    /** Creates an exception with the words for the user and what stopped the work. */
    public CancelledException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
