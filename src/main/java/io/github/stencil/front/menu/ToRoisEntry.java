// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

/** The menu's entry for {@code io.github.stencil.command.ToRois}. */
public final class ToRoisEntry extends Bridge {
    /** Creates the entry. */
    public ToRoisEntry() {
        super("io.github.stencil.command.ToRois");
    }
}
