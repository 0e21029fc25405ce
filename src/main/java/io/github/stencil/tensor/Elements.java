// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor;

import io.github.stencil.image.PixelType;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint16;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TNumber;

/**
 * Pixel types as tensors have them. TensorFlow's Java has no types for signed 16-bit and unsigned 32-bit numbers: their
 * bits lie in tensors of the type of the same size, of unsigned 16-bit and of signed 32-bit numbers, and {@link #numbers}
 * says what they mean.
 */
public final class Elements {
    private static final double HALF_16 = 1 << 15;
    private static final double WHOLE_32 = 0x1p32;

    private Elements() {}

    /** Returns the tensor type with the bits of a pixel type's values. */
    public static Class<? extends TNumber> of(PixelType type) {
        return switch (type) {
            case UINT8 -> TUint8.class;
            case UINT16, INT16 -> TUint16.class;
            case UINT32 -> TInt32.class;
            case FLOAT32 -> TFloat32.class;
        };
    }

    /**
     * Returns the values of pixels as floating point.
     *
     * @param pixels of {@link #of} a pixel type
     * @param as 32-bit, exact for pixels of all types but 32-bit whole numbers, or 64-bit, exact for all
     */
    public static <T extends TNumber> Operand<T> numbers(
            Ops tf, Operand<? extends TNumber> pixels, PixelType type, Class<T> as) {
        Operand<T> numbers = tf.dtypes.cast(pixels, as);
        return switch (type) {
            case UINT8, UINT16, FLOAT32 -> numbers;
            case INT16 -> {
                Operand<TBool> negative = tf.math.greaterEqual(numbers, constant(tf, HALF_16, as));
                yield tf.math.sub(numbers, tf.math.mul(tf.dtypes.cast(negative, as), constant(tf, 2 * HALF_16, as)));
            }
            case UINT32 -> {
                Operand<TBool> large = tf.math.less(numbers, constant(tf, 0, as));
                yield tf.math.add(numbers, tf.math.mul(tf.dtypes.cast(large, as), constant(tf, WHOLE_32, as)));
            }
        };
    }

    /**
     * Returns numbers as pixels of a type, which must hold them; not of 32-bit whole numbers.
     *
     * @param numbers floating point, whole where the type's are
     */
    public static <T extends TNumber> Operand<? extends TNumber> pixels(
            Ops tf, Operand<T> numbers, PixelType type, Class<T> as) {
        if (type != PixelType.INT16) {
            return tf.dtypes.cast(numbers, of(type));
        }
        Operand<TBool> negative = tf.math.less(numbers, constant(tf, 0, as)); // whose cast is not defined
        Operand<T> bits =
                tf.math.add(numbers, tf.math.mul(tf.dtypes.cast(negative, as), constant(tf, 2 * HALF_16, as)));
        return tf.dtypes.cast(bits, TUint16.class);
    }

    private static <T extends TNumber> Operand<T> constant(Ops tf, double value, Class<T> type) {
        return tf.dtypes.cast(tf.constant(value), type);
    }

    /** Creates an array of a type with whole numbers that it holds. */
    public static Object array(PixelType type, long... values) {
        Object array = type.createArray(values.length);
        for (int i = 0; i < values.length; i++) {
            type.set(array, i, (double) values[i]);
        }
        return array;
    }
}
