// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.menu;

/** What can be asked of a {@link LoadedStencil} by a class that another class loader made. */
public interface LoadedStencilMBean {

    /** Returns the version, such as 0.1.0. */
    String getVersion();
}
