// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.tiff;

/**
 * Cuts the rows of an uncompressed page into strips of a size that suits reading. Writers make strips of one row, or one of
 * a whole plane.
 */
final class Recut {
    private static final long BYTES = 1 << 20;

    private Recut() {}

    /** Returns strips of about a megabyte where those of each plane lie one behind the other; else the strips as they are. */
    static Segments of(Segments strips, PixelLayout layout, Packing packing) {
        int perPlane = strips.down(layout);
        long[] offsets = strips.offsets();
        for (int i = 1; i < offsets.length; i++) {
            boolean follows = offsets[i] == offsets[i - 1] + SegmentReader.bytes(layout, packing, strips, i - 1);
            if (i % perPlane != 0 && !follows) {
                return strips;
            }
        }
        long rowBytes = SegmentReader.rowBytes(layout, packing, strips);
        int rows = (int) Math.max(1, Math.min(layout.height(), BYTES / rowBytes));
        int down = (int) ((layout.height() + rows - 1L) / rows);
        int planes = offsets.length / perPlane;
        Segments made = new Segments(false, layout.width(), rows, 1, new long[planes * down], new long[planes * down]);
        for (int i = 0; i < planes * down; i++) {
            made.offsets()[i] = offsets[i / down * perPlane] + (long) (i % down) * rows * rowBytes;
            made.counts()[i] = made.rows(layout, i) * rowBytes;
        }
        return made;
    }
}
