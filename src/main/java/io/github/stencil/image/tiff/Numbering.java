// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.tiff;

import io.github.stencil.HalfPrecision;
import io.github.stencil.image.tiff.PixelLayout.Numbers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Makes numbers of unpacked bytes: undoes predictors, takes packed bits apart, and puts the samples one after the other.
 *
 * @param layout what the numbers are
 * @param predictor see {@link Packing}
 * @param order of bytes in numbers
 * @param across numbers in a row
 * @param rows of all planes
 * @param together samples of a pixel that lie together
 */
record Numbering(PixelLayout layout, int predictor, ByteOrder order, int across, int rows, int together) {

    static Numbering of(TiffPage page, ByteOrder order, int rows) {
        int together = page.together();
        int across = Math.multiplyExact(page.segments().width(), together);
        return new Numbering(page.layout(), page.packing().predictor(), order, across, rows, together);
    }

    Object numbers(byte[] plain) {
        Object words = words(plain);
        if (predictor == 2) {
            sum(words);
        }
        return Samples.apart(layout.numbers() == Numbers.FLOAT ? floats(words) : words, together);
    }

    private Object words(byte[] plain) {
        int bits = layout.bits();
        int count = Math.multiplyExact(across, rows);
        if (bits == 8) {
            return plain;
        }
        Object words = layout.createWords(count);
        ByteBuffer bytes = ByteBuffer.wrap(predictor == 3 ? together(plain) : plain)
                .order(predictor == 3 ? ByteOrder.BIG_ENDIAN : order);
        switch (bits) {
            case 16 -> bytes.asShortBuffer().get((short[]) words);
            case 32 -> bytes.asIntBuffer().get((int[]) words);
            case 64 -> bytes.asLongBuffer().get((long[]) words);
            default -> packed(plain, words);
        }
        return words;
    }

    /** Takes numbers apart that lie bit behind bit, the highest first, each row at a byte of its own. */
    private void packed(byte[] plain, Object words) {
        int bits = layout.bits();
        int rowBytes = (int) (((long) across * bits + 7) / 8);
        long mask = (1L << bits) - 1;
        for (int row = 0; row < rows; row++) {
            int from = row * rowBytes;
            long waiting = 0;
            int there = 0;
            for (int i = 0; i < across; i++) {
                while (there < bits) {
                    waiting = waiting << 8 | (plain[from++] & 0xff);
                    there += 8;
                }
                there -= bits;
                int value = (int) (waiting >>> there & mask);
                int at = row * across + i;
                if (words instanceof byte[] bytes) {
                    bytes[at] = (byte) value;
                } else if (words instanceof short[] shorts) {
                    shorts[at] = (short) value;
                } else {
                    ((int[]) words)[at] = value;
                }
            }
        }
    }

    /** Undoes predictor 2: each number is told as what it is more than the one before. */
    private void sum(Object words) {
        for (int row = 0; row < rows; row++) {
            int from = row * across + together;
            int end = (row + 1) * across;
            if (words instanceof byte[] bytes) {
                for (int i = from; i < end; i++) {
                    bytes[i] += bytes[i - together];
                }
            } else if (words instanceof short[] shorts) {
                for (int i = from; i < end; i++) {
                    shorts[i] += shorts[i - together];
                }
            } else if (words instanceof int[] ints) {
                for (int i = from; i < end; i++) {
                    ints[i] += ints[i - together];
                }
            } else if (words instanceof long[] longs) {
                for (int i = from; i < end; i++) {
                    longs[i] += longs[i - together];
                }
            }
        }
    }

    /** Undoes predictor 3 (Adobe, TIFF Technical Note 3, 2005): the first bytes of a row's numbers, then their second ones. */
    private byte[] together(byte[] plain) {
        int size = layout.bits() / 8;
        int rowBytes = across * size;
        byte[] numbers = new byte[plain.length];
        for (int row = 0; row < rows; row++) {
            int start = row * rowBytes;
            for (int i = start + together; i < start + rowBytes; i++) {
                plain[i] += plain[i - together];
            }
            for (int b = 0; b < size; b++) {
                for (int i = 0; i < across; i++) {
                    numbers[start + i * size + b] = plain[start + b * across + i];
                }
            }
        }
        return numbers;
    }

    private static Object floats(Object words) {
        if (words instanceof short[] shorts) {
            float[] floats = new float[shorts.length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = HalfPrecision.read(shorts[i]);
            }
            return floats;
        }
        if (words instanceof int[] ints) {
            float[] floats = new float[ints.length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = Float.intBitsToFloat(ints[i]);
            }
            return floats;
        }
        long[] longs = (long[]) words;
        double[] doubles = new double[longs.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = Double.longBitsToDouble(longs[i]);
        }
        return doubles;
    }
}
