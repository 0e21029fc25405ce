// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil;

/** Something outside Java's heap that has an owner, who closes it. Closing twice does no harm. */
public interface Owned extends AutoCloseable {
    /** Frees it. */
    @Override
    void close();
}
