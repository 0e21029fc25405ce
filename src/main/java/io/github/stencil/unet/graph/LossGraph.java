// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.graph;

import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Puts a loss into a graph. A sigmoid of x is a softmax over 0 and x, so that one output is treated as two classes.
 *
 * <p>Pixels of weight 0 count nowhere. Weights scale a pixel's cross-entropy; Dice only asks whether they are 0.
 */
final class LossGraph {
    /** Keeps ratios of sums finite where a batch has no pixel that counts. */
    private static final float TINY = 1e-6f;
    /** Added above and below in Dice: a class that is neither there nor predicted costs nothing. */
    private static final float SMOOTH = 1;

    private final Ops tf;
    private final List<Float> classWeights;

    /**
     * Creates it.
     *
     * @param classWeights a factor per class for {@link Loss#WEIGHTED_CROSS_ENTROPY}
     */
    LossGraph(Ops tf, List<Float> classWeights) {
        this.tf = tf;
        this.classWeights = List.copyOf(classWeights);
    }

    /**
     * Adds a loss.
     *
     * @param logits [..., outputs]
     * @param labels [...], classes from 0
     * @param weights [...]
     * @return a scalar
     */
    Operand<TFloat32> add(Loss loss, Operand<TFloat32> logits, Operand<TInt32> labels, Operand<TFloat32> weights) {
        int outputs = (int) logits.shape().get(logits.shape().numDimensions() - 1);
        int classes = Math.max(2, outputs);
        // [P, K]: the native gradient of LogSoftmax takes the classes to be axis 1
        Operand<TFloat32> flat = tf.reshape(logits, tf.constant(new int[] {-1, outputs}));
        if (outputs == 1) {
            flat = tf.concat(List.of(tf.zerosLike(flat), flat), tf.constant(1));
        }
        Operand<TFloat32> weight = tf.reshape(weights, tf.constant(new int[] {-1})); // [P]
        Operand<TFloat32> truth = tf.oneHot(
                tf.reshape(labels, tf.constant(new int[] {-1})),
                tf.constant(classes),
                tf.constant(1f),
                tf.constant(0f)); // [P, K]
        Operand<TFloat32> logarithm = tf.nn.logSoftmax(flat);
        Operand<TFloat32> entropy = tf.math.neg(sum(tf.math.mul(truth, logarithm), 1)); // [P]
        return switch (loss) {
            case CROSS_ENTROPY -> mean(entropy, weight);
            case WEIGHTED_CROSS_ENTROPY -> mean(entropy, tf.math.mul(weight, perClass(truth)));
            case DICE -> dice(logarithm, truth, weight, classes);
            case FOCAL -> {
                Operand<TFloat32> wrong = tf.math.sub(tf.constant(1f), tf.math.exp(tf.math.neg(entropy)));
                yield mean(tf.math.mul(tf.math.square(wrong), entropy), weight);
            }
            case CROSS_ENTROPY_AND_DICE -> tf.math.add(mean(entropy, weight), dice(logarithm, truth, weight, classes));
        };
    }

    private Operand<TFloat32> perClass(Operand<TFloat32> truth) {
        float[] factors = new float[classWeights.size()];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = classWeights.get(i);
        }
        return sum(tf.math.mul(truth, tf.constant(factors)), 1); // [P]
    }

    private Operand<TFloat32> mean(Operand<TFloat32> values, Operand<TFloat32> weight) {
        return tf.math.div(sum(tf.math.mul(values, weight), 0), tf.math.maximum(sum(weight, 0), tf.constant(TINY)));
    }

    private Operand<TFloat32> dice(
            Operand<TFloat32> logarithm, Operand<TFloat32> truth, Operand<TFloat32> weight, int classes) {
        Operand<TFloat32> counts = tf.expandDims(
                tf.dtypes.cast(tf.math.greater(weight, tf.constant(0f)), TFloat32.class), tf.constant(1)); // [P, 1]
        Operand<TFloat32> predicted = tf.math.mul(tf.math.exp(logarithm), counts); // [P, K]
        Operand<TFloat32> there = tf.math.mul(truth, counts);
        Operand<TFloat32> both = sum(tf.math.mul(predicted, there), 0); // [K]
        Operand<TFloat32> either = tf.math.add(sum(predicted, 0), sum(there, 0));
        Operand<TFloat32> smooth = tf.constant(SMOOTH);
        Operand<TFloat32> coefficient = tf.math.div(
                tf.math.add(tf.math.mul(both, tf.constant(2f)), smooth), tf.math.add(either, smooth)); // [K]
        float[] share = new float[classes]; // the background's Dice says nothing that the others' does not
        Arrays.fill(share, 1, classes, 1f / (classes - 1));
        return tf.math.sub(tf.constant(1f), sum(tf.math.mul(coefficient, tf.constant(share)), 0));
    }

    private Operand<TFloat32> sum(Operand<TFloat32> values, int axis) {
        return tf.reduceSum(values, tf.constant(axis), new ReduceSum.Options[0]);
    }
}
