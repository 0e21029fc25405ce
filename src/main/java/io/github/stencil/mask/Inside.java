package io.github.stencil.mask;

import io.github.stencil.axes.PixelType;
import io.github.stencil.tensor.HostTensor;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.FloorMod;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint16;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TNumber;

/**
 * Whether mask pixels are in a set of labels, on the device. Labels are compared as 32-bit floats, which hold the
 * labels of every image exactly.
 */
enum Inside {
    /** Any value but 0 and NaN. */
    ANY,
    /** One range of labels. */
    RANGE,
    /** Several ranges: the number of bounds at or below a label is odd inside. */
    RANGES;

    /** The name of the placeholder for the bounds, [1, 2 x ranges] float32: first label and the one after the last. */
    static final String BOUNDS = "bounds";

    static Inside of(LabelSet labels) {
        return switch (labels.merged().size()) {
            case 0 -> ANY;
            case 1 -> RANGE;
            default -> RANGES;
        };
    }

    /** Creates the tensor to feed as {@link #BOUNDS}, which {@link #ANY} does not look at. */
    static HostTensor bounds(LabelSet labels) {
        List<LabelSet.Range> ranges = labels.merged();
        float[] bounds = new float[Math.max(1, ranges.size()) * 2];
        for (int i = 0; i < ranges.size(); i++) {
            bounds[2 * i] = ranges.get(i).min();
            float last = ranges.get(i).max();
            bounds[2 * i + 1] = Math.max(last + 1, Math.nextUp(last)); // beyond 16,777,216 adding 1 changes nothing
        }
        return HostTensor.of(bounds, 1, bounds.length);
    }

    /** Adds the question to a graph: mask [N] of its own type to bool [N]. */
    Operand<TBool> build(Ops tf, Operand<? extends TNumber> mask, PixelType type) {
        Operand<TFloat32> bounds = tf.withName(BOUNDS).placeholder(TFloat32.class); // [1, 2 R]
        if (this == ANY) {
            return switch (type) {
                case UINT8 ->
                    tf.math.notEqual(tf.dtypes.cast(mask, TUint8.class), tf.dtypes.cast(tf.constant(0), TUint8.class));
                case UINT16 ->
                    tf.math.notEqual(
                            tf.dtypes.cast(mask, TUint16.class), tf.dtypes.cast(tf.constant(0), TUint16.class));
                case FLOAT32 -> // unlike !=, which NaN passes
                    tf.math.greater(tf.math.abs(tf.dtypes.cast(mask, TFloat32.class)), tf.constant(0f));
            };
        }
        Operand<TFloat32> labels = tf.dtypes.cast(mask, TFloat32.class); // [N]
        Operand<TBool> listed = this == RANGE ? between(tf, labels, bounds) : odd(tf, labels, bounds);
        return type.isInteger() ? listed : tf.math.logicalAnd(listed, tf.math.equal(labels, tf.math.floor(labels)));
    }

    private static Operand<TBool> between(Ops tf, Operand<TFloat32> labels, Operand<TFloat32> bounds) {
        Operand<TFloat32> both = tf.reshape(bounds, tf.constant(new int[] {2}));
        return tf.math.logicalAnd(
                tf.math.greaterEqual(labels, tf.gather(both, tf.constant(0), tf.constant(0))),
                tf.math.less(labels, tf.gather(both, tf.constant(1), tf.constant(0))));
    }

    private static Operand<TBool> odd(Ops tf, Operand<TFloat32> labels, Operand<TFloat32> bounds) {
        Operand<TFloat32> row = tf.expandDims(labels, tf.constant(0)); // [1, N]
        Operand<TInt32> below = tf.upperBound(bounds, row); // [1, N]; NaN is above all, which is even
        FloorMod<TInt32> parity = tf.math.floorMod(below, tf.constant(2));
        return tf.reshape(tf.math.equal(parity, tf.constant(1)), tf.constant(new int[] {-1})); // [N]
    }
}
