// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.tiff;

/**
 * A page of a TIFF file.
 *
 * @param index its place among all directories of the file, from 0
 * @param layout what its pixels are
 * @param packing how they are packed
 * @param segments the strips or tiles that they are cut into, left to right, top to bottom, front to back, and, where each
 *     sample has its own, sample after sample
 */
public record TiffPage(int index, PixelLayout layout, Packing packing, Segments segments) {

    /** Returns whether the numbers of a pixel lie in places of their own. */
    public boolean isPlanar() {
        return packing.planar();
    }

    /** Returns whether the pixels are neither packed nor in an order that needs more than reading them. */
    boolean isPlain() {
        return packing.isPlain(layout) && !segments.tiled();
    }

    /** Returns how many numbers of a pixel lie together. */
    int together() {
        return packing.planar() ? 1 : layout.samples();
    }
}
