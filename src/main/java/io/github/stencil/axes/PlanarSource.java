package io.github.stencil.axes;

import ij.ImagePlus;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/** Pixels in planes, as ImageJ keeps them: blocks are copied row by row. */
record PlanarSource(
        Extent extent, PlaneReader reader, RandomAccessibleInterval<? extends RealType<?>> pixels, ImagePlus imagePlus)
        implements PixelSource {

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
}
