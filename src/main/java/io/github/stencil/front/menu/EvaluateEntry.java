// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

/** The menu's entry for {@code io.github.stencil.command.Evaluate}. */
public final class EvaluateEntry extends Bridge {
    /** Creates the entry. */
    public EvaluateEntry() {
        super("io.github.stencil.command.Evaluate");
    }
}
