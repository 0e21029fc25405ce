// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

/** The menu's entry for {@code io.github.stencil.command.ExtractPixels}. */
public final class ExtractPixelsEntry extends Bridge {
    /** Creates the entry. */
    public ExtractPixelsEntry() {
        super("io.github.stencil.command.ExtractPixels");
    }
}
