// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

/** The menu's entry for {@code io.github.stencil.command.ToLabels}. */
public final class ToLabelsEntry extends Bridge {
    /** Creates the entry. */
    public ToLabelsEntry() {
        super("io.github.stencil.command.ToLabels");
    }
}
