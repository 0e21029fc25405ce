// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

/** The menu's entry for {@code io.github.stencil.command.RefineMasks}. */
public final class RefineMasksEntry extends Bridge {
    /** Creates the entry. */
    public RefineMasksEntry() {
        super("io.github.stencil.command.RefineMasks");
    }
}
