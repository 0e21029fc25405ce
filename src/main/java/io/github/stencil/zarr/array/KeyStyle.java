// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.array;

/**
 * How chunks are called.
 *
 * @param prefixed whether names begin with c and a separator, as by default in version 3
 * @param separator a slash or a dot
 */
record KeyStyle(boolean prefixed, String separator) {

    /** Returns the key of a chunk by its place in the grid. */
    String key(long... place) {
        StringBuilder key = new StringBuilder(prefixed ? "c" : "");
        for (long index : place) {
            if (key.length() > 0) {
                key.append(separator);
            }
            key.append(index);
        }
        return key.toString();
    }
}
