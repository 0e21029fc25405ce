// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import io.github.stencil.Owned;
import io.github.stencil.StencilException;
import io.github.stencil.image.Description;
import io.github.stencil.image.PixelType;
import io.github.stencil.tensor.Elements;
import io.github.stencil.tensor.HostTensor;
import io.github.stencil.tensor.TensorProgram;
import io.github.stencil.tensor.chain.DeviceImage;
import io.github.stencil.tensor.chain.DeviceTensor;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Counts of two class maps on the device, class against class, that stay there until they are pulled. Owned by whoever
 * got them; closing frees the device's memory.
 */
public final class DeviceCounts implements Owned {
    private static final int MOST_CLASSES = 1024;
    private static final String TRUTH = "truth";
    private static final String PREDICTION = "prediction";
    private static final String CLASSES = "classes";
    private static final String PAIRS = "pairs";

    private final DeviceTensor pairs;
    private final int classes;
    private final long pixels;

    private DeviceCounts(DeviceTensor pairs, int classes, long pixels) {
        this.pairs = pairs;
        this.classes = classes;
        this.pixels = pixels;
    }

    /**
     * Counts pixels.
     *
     * @param truth labels 0 to classes - 1
     * @param prediction of the same size
     * @param classes how many, 2 to 1,024
     * @throws StencilException if the sizes differ or there are too few or too many classes
     */
    public static DeviceCounts count(DeviceImage truth, DeviceImage prediction, int classes) {
        Description t = truth.description();
        Description p = prediction.description();
        if (!t.extent().equals(p.extent())) {
            throw StencilException.of(
                    "The truth is %s but the prediction is %s. Give two images of one size.", t.extent(), p.extent());
        }
        if (classes < 2 || classes > MOST_CLASSES) {
            throw StencilException.of("There are %d classes but 2 to %,d can be counted.", classes, MOST_CLASSES);
        }
        TensorProgram program =
                TensorProgram.of("pairs %s %s".formatted(t.type(), p.type()), tf -> build(tf, t.type(), p.type()));
        try (DeviceTensor trueLabels = truth.reshaped(-1);
                DeviceTensor predicted = prediction.reshaped(-1);
                HostTensor number = HostTensor.of(new int[] {classes})) {
            DeviceTensor pairs = truth.session()
                    .run(program, Map.of(TRUTH, trueLabels, PREDICTION, predicted), Map.of(CLASSES, number), PAIRS)
                    .get(0);
            return new DeviceCounts(pairs, classes, trueLabels.size());
        }
    }

    /**
     * Copies the counts to the host.
     *
     * @return what is counted of the same images in memory, over the classes 0 to classes - 1
     * @throws StencilException if an image had other labels
     */
    public ConfusionCounts pull() {
        int[] counted = new int[classes * classes + 1];
        pairs.pullSmall(counted);
        if (counted[classes * classes] > 0) {
            throw StencilException.of(
                    "%,d of %,d pixels have labels that are none of the classes 0 to %d. Give more classes.",
                    counted[classes * classes], pixels, classes - 1);
        }
        long[][] counts = new long[classes][classes];
        for (int i = 0; i < classes * classes; i++) {
            counts[i / classes][i % classes] = counted[i];
        }
        return ConfusionCounts.of(counts);
    }

    @Override
    public void close() {
        pairs.close();
    }

    private static void build(Ops tf, PixelType truth, PixelType prediction) {
        Operand<TFloat32> t =
                Elements.numbers(tf, tf.withName(TRUTH).placeholder(Elements.of(truth)), truth, TFloat32.class); // [N]
        Operand<TFloat32> p = Elements.numbers(
                tf, tf.withName(PREDICTION).placeholder(Elements.of(prediction)), prediction, TFloat32.class); // [N]
        Operand<TInt32> classes = tf.withName(CLASSES).placeholder(TInt32.class);
        Operand<TInt32> beyond = tf.math.mul(classes, classes); // the bin of all pairs that are none
        var known = tf.math.logicalAnd(isClass(tf, t, classes), isClass(tf, p, classes));
        Operand<TInt32> pair =
                tf.math.add(tf.math.mul(tf.dtypes.cast(t, TInt32.class), classes), tf.dtypes.cast(p, TInt32.class));
        Operand<TInt32> none = tf.zeros(tf.constant(new int[] {0}), TInt32.class); // every pixel counts once
        tf.withName(PAIRS).math.bincount(tf.select(known, pair, beyond), tf.math.add(beyond, tf.constant(1)), none);
    }

    private static Operand<TBool> isClass(Ops tf, Operand<TFloat32> labels, Operand<TInt32> classes) {
        return tf.math.logicalAnd(
                tf.math.logicalAnd(
                        tf.math.greaterEqual(labels, tf.constant(0f)),
                        tf.math.less(labels, tf.dtypes.cast(classes, TFloat32.class))),
                tf.math.equal(labels, tf.math.floor(labels)));
    }
}
