// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/** Planes as lazy ImgLib2 cells: bands of full rows, read when touched, of which a bounded number is kept. */
final class LazyPlanes {
    private static final int CELL_PIXELS = 1 << 20;

    private LazyPlanes() {}

    static RandomAccessibleInterval<? extends RealType<?>> of(PlaneReader reader, Extent extent, PixelType type) {
        int rows = Math.max(1, Math.min(extent.height(), CELL_PIXELS / extent.width()));
        return LazyCells.of(new Rows(reader, extent), extent, type, new Extent(extent.width(), rows, 1, 1, 1));
    }

    /** Planes as a source of blocks, copied row by row. */
    record Rows(PlaneReader reader, Extent extent) implements BlockSource {
        @Override
        public void copy(Interval block, Object array) {
            int x = Math.toIntExact(block.min(0));
            int y = Math.toIntExact(block.min(1));
            int width = Math.toIntExact(block.dimension(0));
            int height = Math.toIntExact(block.dimension(1));
            int at = 0;
            for (long t = block.min(4); t <= block.max(4); t++) {
                for (long z = block.min(3); z <= block.max(3); z++) {
                    for (long c = block.min(2); c <= block.max(2); c++) {
                        reader.read(extent.plane((int) c, (int) z, (int) t), x, y, width, height, array, at);
                        at += width * height;
                    }
                }
            }
        }

        @Override
        public Extent grain() {
            return extent.row();
        }
    }
}
