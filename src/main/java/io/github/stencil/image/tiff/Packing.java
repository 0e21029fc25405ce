// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.tiff;

import java.nio.ByteBuffer;

/**
 * How the numbers of a page are packed into strips or tiles.
 *
 * @param compression how bytes are packed
 * @param predictor 1 for values, 2 for differences of neighbours, 3 for differences of the bytes of floating point
 * @param planar whether each sample has strips or tiles of its own
 * @param reversed whether the first bit of a byte is its lowest
 * @param tables what the JPEG pieces share; empty for none
 * @param fax the options of fax compression
 */
record Packing(Compression compression, int predictor, boolean planar, boolean reversed, ByteBuffer tables, long fax) {

    /** Returns whether bytes are numbers as they lie, in the file's byte order. */
    boolean isPlain(PixelLayout layout) {
        return compression == Compression.NONE && !reversed && layout.bits() % 8 == 0 && !planar;
    }
}
