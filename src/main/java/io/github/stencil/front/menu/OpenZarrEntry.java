// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

/** The menu's entry for {@code io.github.stencil.command.OpenZarr}. */
public final class OpenZarrEntry extends Bridge {
    /** Creates the entry. */
    public OpenZarrEntry() {
        super("io.github.stencil.command.OpenZarr");
    }
}
