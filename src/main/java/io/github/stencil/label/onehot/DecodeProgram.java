// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.onehot;

import io.github.stencil.image.PixelType;
import io.github.stencil.tensor.Elements;
import io.github.stencil.tensor.HostTensor;
import io.github.stencil.tensor.HostTensors;
import io.github.stencil.tensor.TensorProgram;
import io.github.stencil.tensor.chain.DeviceTensor;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * The label of each pixel's highest plane, on the device: planes [K, N], output [N] of the labels' type and whether any
 * value is NaN. Planes are compared one after another, so that the first of equals wins; the ArgMax operation promises
 * nothing for ties, and is slower.
 */
final class DecodeProgram implements AutoCloseable {
    private static final String PLANES = "planes";
    private static final String IDS = "ids";
    private static final String LEAST = "least";
    private static final String LABELS = "labels";
    private static final String NAN = "nan";

    private final TensorProgram program;
    private final HostTensor ids;
    private final HostTensor least;

    /** Compiles for planes of a type; {@code minimum} is a fraction of its full value. */
    DecodeProgram(ClassIds classes, PixelType planes, double minimum) {
        PixelType labels = classes.type();
        int count = classes.planes();
        ids = HostTensor.of(
                Elements.array(
                        labels,
                        IntStream.range(0, count).mapToLong(classes::label).toArray()),
                count);
        double limit = minimum == 0 ? Float.NEGATIVE_INFINITY : minimum * planes.fullValue();
        least = HostTensor.of(new float[] {(float) limit}, 1);
        program = TensorProgram.of(
                "decode %s %s %d".formatted(planes, labels, count),
                tf -> build(tf, planes, Elements.of(labels), count));
    }

    /** Returns the labels, and a byte that is not 0 if a value is NaN. */
    HostTensors run(HostTensor planes) {
        return program.run(Map.of(PLANES, planes, IDS, ids, LEAST, least), LABELS, NAN);
    }

    /** Returns the labels, and whether a value is NaN, of planes that are on the device; both are the caller's. */
    List<DeviceTensor> run(DeviceTensor planes) {
        return planes.session().run(program, Map.of(PLANES, planes), Map.of(IDS, ids, LEAST, least), LABELS, NAN);
    }

    @Override
    public void close() {
        ids.close();
        least.close();
    }

    private static <L extends TNumber> void build(Ops tf, PixelType planes, Class<L> labels, int count) {
        Operand<? extends TNumber> all = tf.withName(PLANES).placeholder(Elements.of(planes)); // [K, N]
        if (planes == PixelType.INT16) { // whose bits do not rise with their values, of which some are below 0
            Operand<TFloat32> numbers = Elements.numbers(tf, all, planes, TFloat32.class);
            build(tf, numbers, TFloat32.class, labels, count, false);
        } else {
            build(tf, all, Elements.of(planes), labels, count, planes.isInteger());
        }
    }

    private static <P extends TNumber, L extends TNumber> void build(
            Ops tf,
            Operand<? extends TNumber> planes,
            Class<P> planeType,
            Class<L> labelType,
            int count,
            boolean unsigned) {
        Operand<P> all = tf.dtypes.cast(planes, planeType); // [K, N]; of this type already
        Operand<L> ids = tf.withName(IDS).placeholder(labelType); // [K]
        Operand<TFloat32> least = tf.withName(LEAST).placeholder(TFloat32.class); // [1]
        Operand<P> best = row(tf, all, 0); // [N]
        Operand<P> lowest = best;
        Operand<L> label = tf.fill(tf.shape(best), row(tf, ids, 0)); // [N]
        for (int k = 1; k < count; k++) {
            Operand<P> plane = row(tf, all, k);
            label = tf.select(tf.math.greater(plane, best), row(tf, ids, k), label);
            best = tf.math.maximum(best, plane);
            lowest = unsigned ? best : tf.math.minimum(lowest, plane);
        }
        Operand<P> zero = tf.dtypes.cast(tf.constant(0), planeType);
        Operand<TBool> something = unsigned
                ? tf.math.notEqual(best, zero)
                : tf.math.logicalOr(tf.math.notEqual(best, zero), tf.math.notEqual(lowest, zero));
        Operand<TBool> enough = tf.math.greaterEqual(tf.dtypes.cast(best, TFloat32.class), least);
        Operand<L> none = tf.dtypes.cast(tf.constant(0), labelType);
        tf.withName(LABELS).identity(tf.select(tf.math.logicalAnd(something, enough), label, none));
        Operand<TBool> nan = unsigned
                ? tf.constant(false)
                : tf.reduceAny(tf.math.isNan(tf.dtypes.cast(all, TFloat32.class)), tf.constant(new int[] {0, 1}));
        tf.withName(NAN).identity(nan);
    }

    private static <T extends TNumber> Operand<T> row(Ops tf, Operand<T> rows, int index) {
        return tf.gather(rows, tf.constant(index), tf.constant(0));
    }
}
