// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.tiff;

/**
 * The grid of strips or tiles that a page is cut into.
 *
 * @param tiled whether those at the edges are as large as the others
 * @param width of a tile; the page's for strips
 * @param height of a tile, or rows of a strip
 * @param depth of a tile; 1 for strips
 * @param offsets where each lies in the file
 * @param counts bytes of each
 */
@SuppressWarnings("ArrayRecordComponent") // up to millions of places, never compared
public record Segments(boolean tiled, int width, int height, int depth, long[] offsets, long[] counts) {

    /** Returns how many lie side by side. */
    public int across(PixelLayout layout) {
        return ceil(layout.width(), width);
    }

    /** Returns how many lie one below the other. */
    public int down(PixelLayout layout) {
        return ceil(layout.height(), height);
    }

    /** Returns how many hold all samples that lie together. */
    public int perSample(PixelLayout layout) {
        return Math.multiplyExact(Math.multiplyExact(across(layout), down(layout)), ceil(layout.depth(), depth));
    }

    /** Returns how many rows of each plane a segment has. */
    public int rows(PixelLayout layout, int segment) {
        int first = segment / across(layout) % down(layout) * height;
        return tiled ? height : Math.min(height, layout.height() - first);
    }

    private static int ceil(int length, int piece) {
        return (int) ((length + piece - 1L) / piece);
    }
}
