// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

/** The menu's entry for {@code io.github.stencil.command.ModelInfo}. */
public final class ModelInfoEntry extends Bridge {
    /** Creates the entry. */
    public ModelInfoEntry() {
        super("io.github.stencil.command.ModelInfo");
    }
}
