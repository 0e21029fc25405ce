// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

/** The menu's entry for {@code io.github.stencil.command.MeasureObjects}. */
public final class MeasureObjectsEntry extends Bridge {
    /** Creates the entry. */
    public MeasureObjectsEntry() {
        super("io.github.stencil.command.MeasureObjects");
    }
}
