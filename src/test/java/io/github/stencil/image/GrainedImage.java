// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/** An image that says that it is stored in pieces of some size. */
public final class GrainedImage {
    private GrainedImage() {}

    /** Returns an image with the same pixels. */
    public static AxisImage of(AxisImage image, int width, int height, int slices) {
        return new AxisImage(image.description(), new PixelSource() {
            @Override
            public RandomAccessibleInterval<? extends RealType<?>> pixels() {
                return image.pixels();
            }

            @Override
            public void copy(Interval block, Object array) {
                image.copy(block, array);
            }

            @Override
            public Extent grain() {
                return new Extent(width, height, 1, slices, 1);
            }
        });
    }
}
