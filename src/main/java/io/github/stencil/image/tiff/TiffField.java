// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.tiff;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A field of a TIFF directory with its value.
 *
 * @param tag what it tells
 * @param type how values are written, 1 to 18
 * @param count how many values
 * @param value the values' bytes, in the file's byte order
 */
public record TiffField(int tag, int type, int count, ByteBuffer value) {
    /** Bytes of a value, by its type. */
    private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

    /** Returns the bytes of a value of a type; 0 if there is no such type. */
    static int size(int type) {
        return type < SIZES.length ? SIZES[type] : 0;
    }

    /** Returns a value as a whole number; fractions are cut. */
    long number(int index) {
        return switch (type) {
            case 1, 2, 7 -> value.get(index) & 0xff;
            case 3 -> value.getShort(2 * index) & 0xffff;
            case 4, 13 -> Integer.toUnsignedLong(value.getInt(4 * index));
            case 6 -> value.get(index);
            case 8 -> value.getShort(2 * index);
            case 9 -> value.getInt(4 * index);
            case 16, 17, 18 -> value.getLong(8 * index);
            case 11 -> (long) value.getFloat(4 * index);
            case 12 -> (long) value.getDouble(8 * index);
            default -> 0;
        };
    }

    /** Returns all values as whole numbers. */
    long[] numbers() {
        long[] numbers = new long[count];
        Arrays.setAll(numbers, this::number);
        return numbers;
    }

    /** Returns a copy of the bytes. */
    public byte[] bytes() {
        byte[] bytes = new byte[value.limit()];
        value.get(0, bytes);
        return bytes;
    }
}
