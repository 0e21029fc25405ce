// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

/** The menu's entry for {@code io.github.stencil.command.ToCategorical}. */
public final class ToCategoricalEntry extends Bridge {
    /** Creates the entry. */
    public ToCategoricalEntry() {
        super("io.github.stencil.command.ToCategorical");
    }
}
