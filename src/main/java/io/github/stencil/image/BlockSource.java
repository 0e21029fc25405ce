// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import java.nio.file.Path;
import net.imglib2.Interval;

/** Pixels that are read block by block from where they are stored. Thread-safe. */
public interface BlockSource {

    /**
     * Copies a block.
     *
     * @param block [X, Y, C, Z, T], inside the image
     * @param array of the image's type, at least as long as the block, filled from 0 with X fastest and T slowest
     */
    void copy(Interval block, Object array);

    /**
     * Returns how large the pieces are that the pixels are stored in. Blocks that begin and end at multiples of it, or at
     * the image's edge, are the cheapest to read.
     */
    Extent grain();

    /** Says that the file has another name now. */
    default void moved(Path target) {}
}
