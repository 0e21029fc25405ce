// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

/** The menu's entry for {@code io.github.stencil.command.InstallGpu}. */
public final class InstallGpuEntry extends Bridge {
    /** Creates the entry. */
    public InstallGpuEntry() {
        super("io.github.stencil.command.InstallGpu");
    }
}
