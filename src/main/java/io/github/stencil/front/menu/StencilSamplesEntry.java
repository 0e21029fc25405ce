// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

/** The menu's entry for {@code io.github.stencil.command.StencilSamples}. */
public final class StencilSamplesEntry extends Bridge {
    /** Creates the entry. */
    public StencilSamplesEntry() {
        super("io.github.stencil.command.StencilSamples");
    }
}
