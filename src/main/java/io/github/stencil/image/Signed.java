// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import ij.measure.Calibration;
import ij.process.LUT;
import java.util.List;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.Sampler;
import net.imglib2.converter.Converters;
import net.imglib2.img.basictypeaccess.ShortAccess;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedShortType;

/**
 * The way between true signed 16-bit numbers and how ImageJ keeps them: with 32,768 added, which turns the highest of their
 * bits over, and a calibration of values that takes it away. The way is the same in both directions.
 */
public final class Signed {
    private static final int OFFSET = 1 << 15;

    /** What ImageJ keeps for 0. */
    static final short ZERO = (short) OFFSET;

    private Signed() {}

    /** Turns numbers over in place. */
    static void turn(short[] numbers, int from, int length) {
        for (int i = from; i < from + length; i++) {
            numbers[i] ^= ZERO;
        }
    }

    /** Returns ImageJ's pixels as numbers, and the other way round. */
    static PlaneReader turned(PlaneReader planes) {
        return (plane, x, y, width, height, into, at) -> {
            planes.read(plane, x, y, width, height, into, at);
            turn((short[]) into, at, width * height);
        };
    }

    /** Returns the numbers of ImageJ's pixels; what is written to them shows through. */
    static RandomAccessibleInterval<ShortType> of(RandomAccessibleInterval<UnsignedShortType> pixels) {
        return Converters.convert(pixels, pixel -> new ShortType(new Turned(pixel)));
    }

    /** Returns the calibration that ImageJ needs for pixels of a type. */
    static Calibration calibration(Calibration calibration, PixelType type) {
        Calibration shown = calibration.copy();
        if (type == PixelType.INT16) {
            shown.setSigned16BitCalibration();
        }
        return shown;
    }

    /** Returns tables whose display ranges are ImageJ's, of pixels of a type. */
    public static List<LUT> shown(List<LUT> tables, PixelType type) {
        return type == PixelType.INT16 ? moved(tables, OFFSET) : tables;
    }

    /** Returns tables whose display ranges are of true numbers of a type. */
    static List<LUT> told(List<LUT> tables, PixelType type) {
        return type == PixelType.INT16 ? moved(tables, -OFFSET) : tables;
    }

    private static List<LUT> moved(List<LUT> tables, int by) {
        return tables.stream()
                .map(table -> {
                    LUT moved = (LUT) table.clone();
                    if (table.max > table.min) { // else no range is told
                        moved.min = table.min + by;
                        moved.max = table.max + by;
                    }
                    return moved;
                })
                .toList();
    }

    /** The number of the pixel that a sampler stands on. */
    private record Turned(Sampler<? extends UnsignedShortType> pixel) implements ShortAccess {
        @Override
        public short getValue(int index) {
            return (short) (pixel.get().getShort() ^ ZERO);
        }

        @Override
        public void setValue(int index, short value) {
            pixel.get().setShort((short) (value ^ ZERO));
        }
    }
}
