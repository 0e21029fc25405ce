// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

/** The menu's entry for {@code io.github.stencil.command.InstallModel}. */
public final class InstallModelEntry extends Bridge {
    /** Creates the entry. */
    public InstallModelEntry() {
        super("io.github.stencil.command.InstallModel");
    }
}
