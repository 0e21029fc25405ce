// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.array;

import io.github.stencil.StencilException;
import io.github.stencil.image.PixelType;
import io.github.stencil.zarr.codec.DataType;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Set;

/** The numbers in a chunk's bytes. For one thread. */
public interface ChunkValues {
    /** From here on 32-bit floating point leaves whole numbers out. */
    long LARGEST_EXACT = 1 << 24;
    /** Types whose numbers are those of a pixel type, as they are. */
    Set<DataType> SAME =
            Set.of(DataType.BOOL, DataType.UINT8, DataType.UINT16, DataType.INT16, DataType.UINT32, DataType.FLOAT32);

    /**
     * Copies numbers.
     *
     * @param from the first, counted in numbers
     * @param step from one to the next; 0 repeats the first
     * @param into an array
     * @param toStep from one place in the array to the next
     */
    void copy(int from, int step, Object into, int at, int toStep, int count);

    /** Returns numbers for arrays of Java's type of the same size; {@link DataType#createArray} makes those. */
    static ChunkValues of(ByteBuffer bytes, DataType type) {
        return switch (type.bytes()) {
            case 1 -> bytes(bytes);
            case 2 -> shorts(bytes.asShortBuffer());
            case 4 -> type.kind() == DataType.Kind.FLOATING ? floats(bytes.asFloatBuffer()) : ints(bytes.asIntBuffer());
            default ->
                type.kind() == DataType.Kind.FLOATING ? doubles(bytes.asDoubleBuffer()) : longs(bytes.asLongBuffer());
        };
    }

    /**
     * Returns numbers for arrays of a pixel type.
     *
     * @param where what to call the array in a refusal, if a number is none of the pixel type
     */
    static ChunkValues of(ByteBuffer bytes, DataType type, PixelType pixels, String where) {
        if (SAME.contains(type)) {
            return of(bytes, type);
        }
        if (type == DataType.INT8) {
            return widened(bytes);
        }
        if (type == DataType.FLOAT64) {
            return rounded(bytes.asDoubleBuffer());
        }
        Whole whole = switch (type.bytes()) {
            case 4 -> i -> bytes.getInt(4 * i);
            default -> i -> bytes.getLong(8 * i);
        };
        return pixels == PixelType.UINT32
                ? labels(whole, type.kind() == DataType.Kind.SIGNED, where)
                : exact(whole, where);
    }

    /**
     * Returns the pixel type for numbers of a type.
     *
     * @param labels whether they are labels, of which none is negative
     */
    static PixelType pixelType(DataType type, boolean labels) {
        return switch (type) {
            case BOOL, UINT8 -> PixelType.UINT8;
            case UINT16 -> PixelType.UINT16;
            case UINT32, UINT64 -> PixelType.UINT32;
            case INT32, INT64 -> labels ? PixelType.UINT32 : PixelType.FLOAT32;
            case INT8, INT16 -> PixelType.INT16;
            case FLOAT32, FLOAT64 -> PixelType.FLOAT32;
        };
    }

    /** A whole number by its place. */
    @FunctionalInterface
    interface Whole {
        long at(int index);
    }

    private static ChunkValues bytes(ByteBuffer bytes) {
        return (from, step, into, at, toStep, count) -> {
            byte[] array = (byte[]) into;
            if (step == 1 && toStep == 1) {
                bytes.get(from, array, at, count);
                return;
            }
            for (int i = 0; i < count; i++) {
                array[at + i * toStep] = bytes.get(from + i * step);
            }
        };
    }

    private static ChunkValues widened(ByteBuffer bytes) {
        return (from, step, into, at, toStep, count) -> {
            short[] array = (short[]) into;
            for (int i = 0; i < count; i++) {
                array[at + i * toStep] = bytes.get(from + i * step);
            }
        };
    }

    private static ChunkValues shorts(ShortBuffer shorts) {
        return (from, step, into, at, toStep, count) -> {
            short[] array = (short[]) into;
            if (step == 1 && toStep == 1) {
                shorts.get(from, array, at, count);
                return;
            }
            for (int i = 0; i < count; i++) {
                array[at + i * toStep] = shorts.get(from + i * step);
            }
        };
    }

    private static ChunkValues ints(IntBuffer ints) {
        return (from, step, into, at, toStep, count) -> {
            int[] array = (int[]) into;
            if (step == 1 && toStep == 1) {
                ints.get(from, array, at, count);
                return;
            }
            for (int i = 0; i < count; i++) {
                array[at + i * toStep] = ints.get(from + i * step);
            }
        };
    }

    private static ChunkValues longs(LongBuffer longs) {
        return (from, step, into, at, toStep, count) -> {
            long[] array = (long[]) into;
            for (int i = 0; i < count; i++) {
                array[at + i * toStep] = longs.get(from + i * step);
            }
        };
    }

    private static ChunkValues floats(FloatBuffer floats) {
        return (from, step, into, at, toStep, count) -> {
            float[] array = (float[]) into;
            if (step == 1 && toStep == 1) {
                floats.get(from, array, at, count);
                return;
            }
            for (int i = 0; i < count; i++) {
                array[at + i * toStep] = floats.get(from + i * step);
            }
        };
    }

    private static ChunkValues doubles(DoubleBuffer doubles) {
        return (from, step, into, at, toStep, count) -> {
            double[] array = (double[]) into;
            for (int i = 0; i < count; i++) {
                array[at + i * toStep] = doubles.get(from + i * step);
            }
        };
    }

    private static ChunkValues rounded(DoubleBuffer doubles) {
        return (from, step, into, at, toStep, count) -> {
            float[] array = (float[]) into;
            for (int i = 0; i < count; i++) {
                array[at + i * toStep] = (float) doubles.get(from + i * step);
            }
        };
    }

    private static ChunkValues labels(Whole numbers, boolean signed, String where) {
        return (from, step, into, at, toStep, count) -> {
            int[] array = (int[]) into;
            for (int i = 0; i < count; i++) {
                long number = numbers.at(from + i * step);
                if (number >>> 32 != 0) {
                    throw StencilException.of(
                            "%s has the value %s, but labels are read from 0 to 4,294,967,295. Relabel it, or store it as 32-bit floating point.",
                            where, signed || number > 0 ? "%,d".formatted(number) : Long.toUnsignedString(number));
                }
                array[at + i * toStep] = (int) number;
            }
        };
    }

    private static ChunkValues exact(Whole numbers, String where) {
        return (from, step, into, at, toStep, count) -> {
            float[] array = (float[]) into;
            for (int i = 0; i < count; i++) {
                long number = numbers.at(from + i * step);
                if (number > LARGEST_EXACT || number < -LARGEST_EXACT) {
                    throw StencilException.of(
                            "%s has the value %,d, but signed numbers are read as 32-bit floating point, which tells them apart up to %,d only. Store it as uint32 if they are labels, or as float32.",
                            where, number, LARGEST_EXACT);
                }
                array[at + i * toStep] = number;
            }
        };
    }
}
