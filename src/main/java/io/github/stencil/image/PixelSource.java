// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import ij.ImagePlus;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import org.jspecify.annotations.Nullable;

/** Where an image's pixels come from. Thread-safe. */
interface PixelSource {

    /** Returns the pixels [X, Y, C, Z, T]. */
    RandomAccessibleInterval<? extends RealType<?>> pixels();

    /** Copies a block, X fastest and T slowest. */
    void copy(Interval block, Object array);

    /** Returns how large the pieces are that the pixels are stored in; rows if nothing else is known. */
    default Extent grain() {
        return Extent.of(pixels()).row();
    }

    /** Returns the ImageJ image behind the pixels, if there is one. */
    default @Nullable ImagePlus imagePlus() {
        return null;
    }

    /** Any ImgLib2 image. */
    record OfImgLib2<T extends RealType<T> & NativeType<T>>(
            RandomAccessibleInterval<T> pixels, PrimitiveBlocks<T> blocks) implements PixelSource {
        OfImgLib2(RandomAccessibleInterval<T> pixels) {
            this(
                    pixels,
                    PrimitiveBlocks.of(pixels, PrimitiveBlocks.OnFallback.ACCEPT)
                            .threadSafe());
        }

        @Override
        public void copy(Interval block, Object array) {
            blocks.copy(block, array);
        }
    }
}
