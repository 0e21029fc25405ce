// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

/** The menu's entry for {@code io.github.stencil.command.PredictMasks}. */
public final class PredictMasksEntry extends Bridge {
    /** Creates the entry. */
    public PredictMasksEntry() {
        super("io.github.stencil.command.PredictMasks");
    }
}
