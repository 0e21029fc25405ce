// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import ij.ImagePlus;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/**
 * Pixels in blocks, behind an ImageJ image.
 *
 * @param blocks where blocks are copied from
 * @param pixels the same as an ImgLib2 image [X, Y, C, Z, T]
 * @param imagePlus the same for ImageJ
 */
record BlockPixels(BlockSource blocks, RandomAccessibleInterval<? extends RealType<?>> pixels, ImagePlus imagePlus)
        implements PixelSource {

    @Override
    public void copy(Interval block, Object array) {
        blocks.copy(block, array);
    }

    @Override
    public Extent grain() {
        return blocks.grain();
    }
}
