// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.mask;

import io.github.stencil.image.PixelType;
import io.github.stencil.label.LabelRange;
import io.github.stencil.label.LabelSet;
import io.github.stencil.tensor.Elements;
import io.github.stencil.tensor.HostTensor;
import java.util.List;
import java.util.Objects;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.FloorMod;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint16;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TNumber;

/**
 * Whether mask pixels are in a set of labels, on the device. Labels are compared as 32-bit floats, which hold the labels of
 * every image exactly, but for those of 32-bit whole numbers, which are compared as 64-bit ones.
 *
 * @param ranges how many ranges the set has; 0 for any value but 0 and NaN
 */
record LabelMembership(int ranges) {
    /**
     * The name of the placeholder for the bounds, [1, 2 x ranges] float32: first label and the one after the last; for
     * 32-bit whole numbers [2, 2 x ranges]: how many times 65,536, and the rest.
     */
    static final String BOUNDS = "bounds";

    private static final int FEW = 8;
    private static final int HALF = 1 << 16;

    static LabelMembership of(LabelSet labels) {
        int ranges = labels.ranges().size();
        return new LabelMembership(ranges <= FEW ? ranges : Integer.MAX_VALUE); // all long lists have the same graph
    }

    /** Creates the tensor to feed as {@link #BOUNDS}. */
    static HostTensor bounds(LabelSet labels, PixelType mask) {
        List<LabelRange> ranges = labels.ranges();
        int length = Math.max(1, ranges.size()) * 2;
        boolean wide = mask == PixelType.UINT32;
        float[] bounds = new float[wide ? 2 * length : length];
        for (int i = 0; i < 2 * ranges.size(); i++) {
            LabelRange range = ranges.get(i / 2);
            long bound = i % 2 == 0 ? range.min() : range.max() + 1;
            if (wide) {
                bounds[i] = (float) Math.floorDiv(bound, HALF);
                bounds[length + i] = (float) Math.floorMod(bound, HALF);
            } else {
                bounds[i] = atLeast(bound);
            }
        }
        return HostTensor.of(bounds, bounds.length / length, length);
    }

    /** Returns the least 32-bit float that is not below a number; beyond 16,777,216 not each is one. */
    private static float atLeast(long number) {
        float nearest = number;
        return (long) nearest < number ? Math.nextUp(nearest) : nearest;
    }

    /** Adds the question to a graph: mask [N] of its own type to bool [N]. */
    Operand<TBool> build(Ops tf, Operand<? extends TNumber> mask, PixelType type) {
        Operand<TFloat32> bounds = tf.withName(BOUNDS).placeholder(TFloat32.class); // [1, 2 R]
        if (ranges == 0) {
            return switch (type) {
                case UINT8 -> notZero(tf, mask, TUint8.class);
                case UINT16, INT16 -> notZero(tf, mask, TUint16.class);
                case UINT32 -> notZero(tf, mask, TInt32.class);
                case FLOAT32 -> positiveOrNegative(tf, tf.dtypes.cast(mask, TFloat32.class));
            };
        }
        if (type == PixelType.UINT32) {
            Operand<TFloat64> halves = tf.dtypes.cast(bounds, TFloat64.class);
            Operand<TFloat64> whole = tf.math.add(
                    tf.math.mul(row(tf, halves, 0), tf.constant((double) HALF)), row(tf, halves, 1)); // [1, 2 R]
            return listed(tf, Elements.numbers(tf, mask, type, TFloat64.class), whole);
        }
        Operand<TFloat32> labels = Elements.numbers(tf, mask, type, TFloat32.class); // [N]
        Operand<TBool> listed = listed(tf, labels, bounds);
        return type.isInteger() ? listed : tf.math.logicalAnd(listed, tf.math.equal(labels, tf.math.floor(labels)));
    }

    private <T extends TNumber> Operand<TBool> listed(Ops tf, Operand<T> labels, Operand<T> bounds) {
        return ranges <= FEW ? between(tf, labels, bounds) : odd(tf, labels, bounds);
    }

    private static Operand<TFloat64> row(Ops tf, Operand<TFloat64> rows, int index) {
        return tf.gather(rows, tf.constant(new int[] {index}), tf.constant(0)); // [1, 2 R]
    }

    private static <T extends TNumber> Operand<TBool> notZero(Ops tf, Operand<? extends TNumber> mask, Class<T> type) {
        return tf.math.notEqual(tf.dtypes.cast(mask, type), tf.dtypes.cast(tf.constant(0), type));
    }

    /** Unlike a comparison with 0 alone, which NaN passes; and with less to write than the absolute value. */
    private static Operand<TBool> positiveOrNegative(Ops tf, Operand<TFloat32> mask) {
        return tf.math.logicalOr(tf.math.greater(mask, tf.constant(0f)), tf.math.less(mask, tf.constant(0f)));
    }

    private <T extends TNumber> Operand<TBool> between(Ops tf, Operand<T> labels, Operand<T> bounds) {
        Operand<T> flat = tf.reshape(bounds, tf.constant(new int[] {-1}));
        Operand<TBool> any = null;
        for (int i = 0; i < ranges; i++) {
            Operand<TBool> in = tf.math.logicalAnd(
                    tf.math.greaterEqual(labels, tf.gather(flat, tf.constant(2 * i), tf.constant(0))),
                    tf.math.less(labels, tf.gather(flat, tf.constant(2 * i + 1), tf.constant(0))));
            any = any == null ? in : tf.math.logicalOr(any, in);
        }
        return Objects.requireNonNull(any);
    }

    /** Where ranges are many: the number of bounds at or below a label is odd inside. */
    private static <T extends TNumber> Operand<TBool> odd(Ops tf, Operand<T> labels, Operand<T> bounds) {
        Operand<T> row = tf.expandDims(labels, tf.constant(0)); // [1, N]
        Operand<TInt32> below = tf.upperBound(bounds, row); // [1, N]; NaN is above all, which is even
        FloorMod<TInt32> parity = tf.math.floorMod(below, tf.constant(2));
        return tf.reshape(tf.math.equal(parity, tf.constant(1)), tf.constant(new int[] {-1})); // [N]
    }
}
