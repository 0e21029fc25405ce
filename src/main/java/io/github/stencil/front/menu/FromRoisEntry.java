// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

/** The menu's entry for {@code io.github.stencil.command.FromRois}. */
public final class FromRoisEntry extends Bridge {
    /** Creates the entry. */
    public FromRoisEntry() {
        super("io.github.stencil.command.FromRois");
    }
}
