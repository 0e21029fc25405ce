// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.onehot;

import io.github.stencil.StencilException;
import io.github.stencil.image.Description;
import io.github.stencil.image.PixelType;
import io.github.stencil.tensor.Elements;
import io.github.stencil.tensor.HostTensor;
import io.github.stencil.tensor.TensorProgram;
import io.github.stencil.tensor.chain.DeviceImage;
import io.github.stencil.tensor.chain.DeviceTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** How many pixels of an image on the device have each label; only the counts come to the host. */
final class CensusProgram {
    private static final String LABELS = "labels";
    private static final String SIZE = "size";
    private static final String HIGHEST = "highest";
    private static final String BAD = "bad";
    private static final String COUNTS = "counts";

    private CensusProgram() {}

    /**
     * Counts the labels of an image.
     *
     * @throws StencilException if a pixel is no label, or one is above 65,535
     */
    static LabelCensus of(DeviceImage image) {
        Description labels = image.description();
        TensorProgram program =
                TensorProgram.of("census " + labels.type(), tf -> build(tf, labels.type())); // all outputs in one graph
        int[] counts = new int[highest(image, program) + 1];
        try (DeviceTensor flat = image.reshaped(-1);
                HostTensor size = HostTensor.of(new int[] {counts.length});
                DeviceTensor counted = image.session()
                        .run(program, Map.of(LABELS, flat), Map.of(SIZE, size), COUNTS)
                        .get(0)) {
            counted.pullSmall(counts);
        }
        List<LabelCensus.Count> present = new ArrayList<>();
        for (int label = 0; label < counts.length; label++) {
            if (counts[label] > 0) {
                present.add(new LabelCensus.Count(label, counts[label]));
            }
        }
        return new LabelCensus(present);
    }

    private static int highest(DeviceImage image, TensorProgram program) {
        float[] highest = new float[1];
        byte[] bad = new byte[1];
        try (DeviceTensor flat = image.reshaped(-1)) {
            List<DeviceTensor> answers = image.session().run(program, Map.of(LABELS, flat), Map.of(), HIGHEST, BAD);
            try (DeviceTensor first = answers.get(0);
                    DeviceTensor second = answers.get(1)) {
                first.pullSmall(highest);
                second.pullSmall(bad);
            }
        }
        if (bad[0] != 0) {
            throw StencilException.of(
                    "\"%s\" has values that are no labels, which are whole numbers from 0 on. Choose a label image, or round it first.",
                    image.description().title());
        }
        if (highest[0] > PixelType.UINT16.fullValue()) {
            throw StencilException.of(
                    "Labels of \"%s\" go up to %,.0f, but on the device they are counted up to 65,535. Use Labels to Categorical.",
                    image.description().title(), highest[0]);
        }
        return (int) highest[0];
    }

    private static void build(Ops tf, PixelType type) {
        Operand<TFloat32> labels =
                Elements.numbers(tf, tf.withName(LABELS).placeholder(Elements.of(type)), type, TFloat32.class); // [N]
        Operand<TInt32> all = tf.constant(new int[] {0});
        tf.withName(HIGHEST).reduceMax(labels, all);
        Operand<TBool> good = tf.math.logicalAnd(
                tf.math.greaterEqual(labels, tf.constant(0f)),
                tf.math.equal(labels, tf.math.floor(labels))); // neither holds for NaN; infinity is too high
        tf.withName(BAD).reduceAny(tf.math.logicalNot(good), all);
        Operand<TInt32> size = tf.withName(SIZE).placeholder(TInt32.class);
        Operand<TInt32> none = tf.zeros(tf.constant(new int[] {0}), TInt32.class); // every pixel counts once
        tf.withName(COUNTS).math.bincount(tf.dtypes.cast(labels, TInt32.class), size, none);
    }
}
