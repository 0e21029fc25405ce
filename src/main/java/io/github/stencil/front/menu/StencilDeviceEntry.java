// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

/** The menu's entry for {@code io.github.stencil.command.StencilDevice}. */
public final class StencilDeviceEntry extends Bridge {
    /** Creates the entry. */
    public StencilDeviceEntry() {
        super("io.github.stencil.command.StencilDevice");
    }
}
