// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.file;

import io.github.stencil.StencilException;
import io.github.stencil.image.PixelType;
import io.github.stencil.image.tiff.PixelLayout;
import io.github.stencil.image.tiff.PixelLayout.Colours;
import io.github.stencil.image.tiff.PixelLayout.Numbers;
import io.github.stencil.image.tiff.SegmentReader;
import java.nio.file.Path;

/**
 * How the numbers in a TIFF file become values of one of our types.
 *
 * @param type of values
 * @param biased whether values are signed, and kept as ImageJ does it: 32,768 too large, with a calibration that says so
 * @param full whether 1 is kept as 255, as ImageJ shows pictures of one bit
 */
record TiffValues(PixelType type, boolean biased, boolean full) {
    private static final int EXACT = 1 << 24;
    private static final double WIDEST = 4_294_967_295.0;
    private static final int BIAS = 32_768;

    /**
     * Numbers of a file.
     *
     * @param min the least
     * @param max the largest
     * @param whole whether all are whole
     */
    record Range(double min, double max, boolean whole) {
        static final Range NONE = new Range(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, true);

        Range and(Range other) {
            return new Range(Math.min(min, other.min), Math.max(max, other.max), whole && other.whole);
        }
    }

    /** Returns whether the numbers themselves decide of which type they are. */
    static boolean depends(PixelLayout layout) {
        return layout.numbers() == Numbers.FLOAT
                ? layout.bits() > 32
                : layout.bits() > 16 || (layout.bits() == 8 && layout.numbers() == Numbers.SIGNED);
    }

    /** Returns how to keep numbers whose kind alone tells it. */
    static TiffValues of(PixelLayout layout) {
        if (layout.numbers() == Numbers.FLOAT) {
            return new TiffValues(PixelType.FLOAT32, false, false);
        }
        boolean bit = layout.bits() == 1 && layout.colours() != Colours.PALETTE;
        return layout.bits() <= 8
                ? new TiffValues(PixelType.UINT8, false, bit)
                : new TiffValues(PixelType.UINT16, layout.numbers() == Numbers.SIGNED, false);
    }

    /**
     * Returns how to keep numbers that have been looked at.
     *
     * @throws StencilException if none of our types holds them
     */
    static TiffValues of(PixelLayout layout, Range range, Path file) {
        if (layout.bits() == 8) {
            return range.min() < 0
                    ? new TiffValues(PixelType.UINT16, true, false)
                    : new TiffValues(PixelType.UINT8, false, false);
        }
        boolean small = range.min() >= -EXACT && range.max() <= EXACT;
        if (!small && range.whole() && range.min() >= 0 && range.max() <= WIDEST) {
            return new TiffValues(PixelType.UINT32, false, false);
        }
        boolean floating = layout.numbers() == Numbers.FLOAT;
        boolean fits = floating && Math.max(Math.abs(range.min()), Math.abs(range.max())) <= Float.MAX_VALUE;
        if (small || fits || range.min() > range.max()) {
            return new TiffValues(PixelType.FLOAT32, false, false);
        }
        throw floating
                ? StencilException.of(
                        "%s has numbers up to %s in 64-bit floating point, more than 32-bit holds. Divide them, and save the image as 32-bit.",
                        file, Math.max(Math.abs(range.min()), Math.abs(range.max())))
                : StencilException.of(
                        "%s has whole numbers of %d bits from %,.0f to %,.0f, but only those from 0 to 4,294,967,295, or from -16,777,216 to 16,777,216, are told apart. Relabel them, or save measurements as 32-bit floating point.",
                        file, layout.bits(), range.min(), range.max());
    }

    /** Returns what numbers are in an array as {@link SegmentReader#read} returns them. */
    static Range range(Object numbers, PixelLayout layout) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        boolean signed = layout.numbers() == Numbers.SIGNED;
        if (numbers instanceof byte[] bytes) {
            for (byte value : bytes) {
                min = Math.min(min, value);
                max = Math.max(max, value);
            }
        } else if (numbers instanceof int[] ints) {
            for (int value : ints) {
                double number = signed ? value : value & 0xffff_ffffL;
                min = Math.min(min, number);
                max = Math.max(max, number);
            }
        } else if (numbers instanceof long[] longs) {
            for (long value : longs) {
                double number = signed || value >= 0 ? value : 0x1p64 + value;
                min = Math.min(min, number);
                max = Math.max(max, number);
            }
        } else if (numbers instanceof double[] doubles) {
            return range(doubles);
        }
        return new Range(min, max, true);
    }

    private static Range range(double[] numbers) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        boolean whole = true;
        for (double number : numbers) {
            whole &= number == Math.rint(number) && !Double.isInfinite(number); // NaN is not equal to itself
            if (number > Double.NEGATIVE_INFINITY && number < Double.POSITIVE_INFINITY) {
                min = Math.min(min, number);
                max = Math.max(max, number);
            }
        }
        return new Range(min, max, whole);
    }

    /** Returns values of our type; the array given where it has them already. */
    Object convert(Object numbers, boolean signed) {
        return switch (type) {
            case UINT8 -> full ? full((byte[]) numbers) : numbers;
            case UINT16, INT16 -> biased ? biased(numbers) : numbers;
            case UINT32 -> wide(numbers);
            case FLOAT32 -> floats(numbers, signed);
        };
    }

    private static byte[] full(byte[] bits) {
        byte[] values = new byte[bits.length];
        for (int i = 0; i < bits.length; i++) {
            values[i] = (byte) -bits[i];
        }
        return values;
    }

    private static short[] biased(Object numbers) {
        if (numbers instanceof byte[] bytes) {
            short[] values = new short[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                values[i] = (short) (bytes[i] + BIAS);
            }
            return values;
        }
        short[] shorts = (short[]) numbers;
        short[] values = new short[shorts.length];
        for (int i = 0; i < shorts.length; i++) {
            values[i] = (short) (shorts[i] + BIAS);
        }
        return values;
    }

    private static int[] wide(Object numbers) {
        if (numbers instanceof int[] ints) {
            return ints;
        }
        if (numbers instanceof long[] longs) {
            int[] values = new int[longs.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (int) longs[i];
            }
            return values;
        }
        double[] doubles = (double[]) numbers;
        int[] values = new int[doubles.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (int) (long) doubles[i];
        }
        return values;
    }

    private static float[] floats(Object numbers, boolean signed) {
        if (numbers instanceof float[] floats) {
            return floats;
        }
        if (numbers instanceof int[] ints) {
            float[] values = new float[ints.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = signed ? ints[i] : ints[i] & 0xffff_ffffL;
            }
            return values;
        }
        if (numbers instanceof long[] longs) {
            float[] values = new float[longs.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = longs[i];
            }
            return values;
        }
        double[] doubles = (double[]) numbers;
        float[] values = new float[doubles.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) doubles[i];
        }
        return values;
    }
}
