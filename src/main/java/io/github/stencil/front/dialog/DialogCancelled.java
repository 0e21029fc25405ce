// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

/** The user closed a dialog without OK: nothing runs and nothing is said. */
public final class DialogCancelled extends RuntimeException {
    private static final long serialVersionUID = 1;
}
