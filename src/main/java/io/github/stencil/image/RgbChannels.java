// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import java.util.List;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.Sampler;
import net.imglib2.converter.Converters;
import net.imglib2.img.basictypeaccess.ByteAccess;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

/**
 * The red, green and blue of colour pixels as 8-bit channels that can be written.
 *
 * <p>ImgLib2's own {@code Converters.argbChannels} spoils the higher channels where it writes a value above 127.
 */
final class RgbChannels {
    private RgbChannels() {}

    /** Returns a view [X, Y, C, Z, T] of colours [X, Y, 1, Z, T]. */
    static RandomAccessibleInterval<UnsignedByteType> of(RandomAccessibleInterval<ARGBType> colours) {
        RandomAccessibleInterval<ARGBType> flat = Views.hyperSlice(colours, 2, 0); // [X, Y, Z, T]
        RandomAccessibleInterval<UnsignedByteType> channels =
                Views.stack(List.of(channel(flat, 16), channel(flat, 8), channel(flat, 0))); // [X, Y, Z, T, C]
        return Views.moveAxis(channels, 4, 2);
    }

    private static RandomAccessibleInterval<UnsignedByteType> channel(
            RandomAccessibleInterval<ARGBType> colours, int shift) {
        return Converters.convert(colours, pixel -> new UnsignedByteType(new Channel(pixel, shift)));
    }

    /** One byte of the colour that a sampler stands on. */
    private record Channel(Sampler<? extends ARGBType> pixel, int shift) implements ByteAccess {
        @Override
        public byte getValue(int index) {
            return (byte) (pixel.get().get() >> shift);
        }

        @Override
        public void setValue(int index, byte value) {
            ARGBType colour = pixel.get();
            colour.set((colour.get() & ~(0xff << shift)) | ((value & 0xff) << shift));
        }
    }
}
