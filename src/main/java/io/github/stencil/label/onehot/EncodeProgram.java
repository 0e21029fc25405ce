// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.onehot;

import io.github.stencil.image.PixelType;
import io.github.stencil.label.LabelRange;
import io.github.stencil.label.LabelReader;
import io.github.stencil.label.LabelSet;
import io.github.stencil.tensor.Elements;
import io.github.stencil.tensor.HostTensor;
import io.github.stencil.tensor.HostTensors;
import io.github.stencil.tensor.TensorProgram;
import io.github.stencil.tensor.chain.DeviceTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TNumber;

/**
 * Labels to planes of classes, on the device: labels [1, N] of their own type against ids [K, 1], output [K, N] of the
 * encoding's type. Comparing with each id is several times as fast as the OneHot operation, and knows any ids.
 */
final class EncodeProgram implements AutoCloseable {
    private static final String LABELS = "labels";
    private static final String IDS = "ids";
    private static final String PLANES = "planes";
    private static final int NOWHERE = -1;

    private final TensorProgram program;
    private final List<HostTensor> ids = new ArrayList<>();

    /** Compiles an encoding for labels of a type; planes are made in groups of at most so many. */
    EncodeProgram(ClassIds classes, EncodeRule rule, PixelType labels, int groupSize) {
        long most = labels.isInteger() ? (long) labels.fullValue() : LabelReader.HIGHEST_FLOAT;
        long nowhere = labels == PixelType.UINT32 ? free(classes, rule.ignore()) : NOWHERE;
        long[] wanted = IntStream.range(0, classes.planes())
                .mapToLong(classes::label)
                .map(label -> rule.ignore().contains(label) || label > most ? nowhere : label)
                .toArray();
        boolean fits = labels == PixelType.UINT32 || Arrays.stream(wanted).noneMatch(id -> id == nowhere);
        PixelType wide = labels.isInteger() && fits ? labels : PixelType.FLOAT32;
        Encoding encoding = rule.encoding();
        program = TensorProgram.of(
                "encode %s %s %s".formatted(labels, wide, encoding), tf -> build(tf, labels, wide, encoding));
        for (int first = 0; first < wanted.length; first += groupSize) {
            long[] group = Arrays.copyOfRange(wanted, first, Math.min(first + groupSize, wanted.length));
            ids.add(HostTensor.of(Elements.array(wide, group), group.length, 1));
        }
    }

    /** Returns a label that no pixel has: every pixel's is a class's, or ignored. */
    private static long free(ClassIds classes, LabelSet ignored) {
        Set<Long> known = Set.copyOf(classes.labels().labels());
        long free = 0;
        for (boolean taken = true; taken; ) {
            taken = known.contains(free);
            free += taken ? 1 : 0;
            for (LabelRange range : ignored.ranges()) {
                if (range.min() <= free && free <= range.max()) {
                    free = range.max() + 1;
                    taken = true;
                }
            }
        }
        return free;
    }

    /** Returns the number of groups. */
    int groups() {
        return ids.size();
    }

    /** Makes a group's planes. */
    HostTensors run(HostTensor labels, int group) {
        return program.run(Map.of(LABELS, labels, IDS, ids.get(group)), PLANES);
    }

    /** Makes a group's planes [K, N] of labels [1, N] that are on the device, where they stay; the caller's. */
    DeviceTensor run(DeviceTensor labels, int group) {
        return labels.session()
                .run(program, Map.of(LABELS, labels), Map.of(IDS, ids.get(group)), PLANES)
                .get(0);
    }

    @Override
    public void close() {
        ids.forEach(HostTensor::close);
    }

    private static void build(Ops tf, PixelType labels, PixelType wide, Encoding encoding) {
        Operand<TBool> hits = hits(tf, labels, Elements.of(wide)); // [K, N]
        if (!encoding.type().isInteger()) {
            tf.withName(PLANES).identity(tf.dtypes.cast(hits, TFloat32.class));
            return;
        }
        Operand<TUint8> ones = tf.dtypes.cast(hits, TUint8.class);
        Operand<TUint8> on = tf.dtypes.cast(tf.constant(encoding.on()), TUint8.class);
        tf.withName(PLANES).identity(encoding.on() == 1 ? ones : tf.math.mul(ones, on));
    }

    private static <T extends TNumber> Operand<TBool> hits(Ops tf, PixelType labels, Class<T> wide) {
        Operand<? extends TNumber> fed = tf.withName(LABELS).placeholder(Elements.of(labels)); // [1, N]
        Operand<T> pixels =
                Elements.of(labels) == wide ? tf.dtypes.cast(fed, wide) : Elements.numbers(tf, fed, labels, wide);
        Operand<T> ids = tf.withName(IDS).placeholder(wide); // [K, 1]
        return tf.math.equal(pixels, ids);
    }
}
