// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.array;

import io.github.stencil.zarr.codec.DataType;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/** Writes runs of numbers into a chunk's bytes. For one thread. */
interface Lines {

    /**
     * Writes numbers.
     *
     * @param line an array of Java's type of the same size
     * @param at place of the first in the chunk, counted in numbers
     * @param step from one place to the next
     */
    void put(Object line, int at, int step, int count);

    /** Returns the numbers of a type in bytes. */
    static Lines of(ByteBuffer bytes, DataType type) {
        boolean floating = type.kind() == DataType.Kind.FLOATING;
        return switch (type.bytes()) {
            case 1 -> bytes(bytes);
            case 2 -> shorts(bytes.asShortBuffer());
            case 4 -> floating ? floats(bytes.asFloatBuffer()) : ints(bytes.asIntBuffer());
            default -> floating ? doubles(bytes.asDoubleBuffer()) : longs(bytes.asLongBuffer());
        };
    }

    private static Lines bytes(ByteBuffer bytes) {
        return (line, at, step, count) -> {
            if (step == 1) {
                bytes.put(at, (byte[]) line, 0, count);
                return;
            }
            for (int i = 0; i < count; i++) {
                bytes.put(at + i * step, ((byte[]) line)[i]);
            }
        };
    }

    private static Lines shorts(ShortBuffer shorts) {
        return (line, at, step, count) -> {
            if (step == 1) {
                shorts.put(at, (short[]) line, 0, count);
                return;
            }
            for (int i = 0; i < count; i++) {
                shorts.put(at + i * step, ((short[]) line)[i]);
            }
        };
    }

    private static Lines ints(IntBuffer ints) {
        return (line, at, step, count) -> {
            if (step == 1) {
                ints.put(at, (int[]) line, 0, count);
                return;
            }
            for (int i = 0; i < count; i++) {
                ints.put(at + i * step, ((int[]) line)[i]);
            }
        };
    }

    private static Lines longs(LongBuffer longs) {
        return (line, at, step, count) -> {
            for (int i = 0; i < count; i++) {
                longs.put(at + i * step, ((long[]) line)[i]);
            }
        };
    }

    private static Lines floats(FloatBuffer floats) {
        return (line, at, step, count) -> {
            if (step == 1) {
                floats.put(at, (float[]) line, 0, count);
                return;
            }
            for (int i = 0; i < count; i++) {
                floats.put(at + i * step, ((float[]) line)[i]);
            }
        };
    }

    private static Lines doubles(DoubleBuffer doubles) {
        return (line, at, step, count) -> {
            for (int i = 0; i < count; i++) {
                doubles.put(at + i * step, ((double[]) line)[i]);
            }
        };
    }
}
