// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

/** The menu's entry for {@code io.github.stencil.command.TrainUNet}. */
public final class TrainUNetEntry extends Bridge {
    /** Creates the entry. */
    public TrainUNetEntry() {
        super("io.github.stencil.command.TrainUNet");
    }
}
