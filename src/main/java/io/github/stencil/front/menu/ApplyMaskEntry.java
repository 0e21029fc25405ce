// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

/** The menu's entry for {@code io.github.stencil.command.ApplyMask}. */
public final class ApplyMaskEntry extends Bridge {
    /** Creates the entry. */
    public ApplyMaskEntry() {
        super("io.github.stencil.command.ApplyMask");
    }
}
