// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

/** The menu's entry for {@code io.github.stencil.command.StencilBatch}. */
public final class StencilBatchEntry extends Bridge {
    /** Creates the entry. */
    public StencilBatchEntry() {
        super("io.github.stencil.command.StencilBatch");
    }
}
