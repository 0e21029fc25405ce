// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Layers that look at the whole image, in the operations that Keras exports them as; NHWC. */
final class KerasLayers {
    private KerasLayers() {}

    /** Groups of channels, each with mean 0 and deviation 1 over the image. */
    static Operand<TFloat32> groupNorm(Ops tf, Operand<TFloat32> image, int channels, int groups) {
        Operand<TInt32> shape = tf.shape(image);
        Operand<TInt32> y = tf.gather(shape, tf.constant(1), tf.constant(0));
        Operand<TInt32> x = tf.gather(shape, tf.constant(2), tf.constant(0));
        Operand<TInt32> any = tf.constant(-1);
        Operand<TFloat32> grouped =
                tf.reshape(image, tf.stack(List.of(any, y, x, tf.constant(groups), tf.constant(channels / groups))));
        return tf.reshape(normal(tf, grouped, 1, 2, 4), tf.stack(List.of(any, y, x, tf.constant(channels))));
    }

    /** Mean 0 and deviation 1 over some axes. */
    static Operand<TFloat32> normal(Ops tf, Operand<TFloat32> values, int... axes) {
        Operand<TFloat32> mean = tf.math.mean(values, tf.constant(axes), Mean.keepDims(true));
        Operand<TFloat32> variance = tf.math.mean(
                tf.math.squaredDifference(values, tf.stopGradient(mean)), tf.constant(axes), Mean.keepDims(true));
        Operand<TFloat32> inverse = tf.math.rsqrt(tf.math.add(variance, tf.constant(1e-3f)));
        return tf.math.mul(tf.math.sub(values, mean), inverse);
    }

    /** Squeeze and excitation: channels are weighted by what their means say. */
    static Operand<TFloat32> excited(SavedModels.Net net, Operand<TFloat32> image, int channels) {
        Ops tf = net.tf;
        Operand<TFloat32> means = tf.math.mean(image, tf.constant(new int[] {1, 2})); // [N, C]
        Operand<TFloat32> few = tf.nn.relu(tf.linalg.matMul(means, net.weights(channels, 2)));
        Operand<TFloat32> weights = tf.math.sigmoid(tf.linalg.matMul(few, net.weights(2, channels)));
        return tf.math.mul(image, tf.reshape(weights, tf.constant(new int[] {-1, 1, 1, channels})));
    }

    /** What the whole image says, as further channels everywhere. */
    static Operand<TFloat32> pooledBeside(SavedModels.Net net, Operand<TFloat32> image, int channels) {
        Ops tf = net.tf;
        Operand<TFloat32> mean = tf.math.mean(image, tf.constant(new int[] {1, 2}), Mean.keepDims(true));
        Operand<TFloat32> pooled = net.relu(net.conv(mean, 1, channels, 3, 1, 1));
        Operand<TInt32> size = tf.stridedSlice(
                tf.shape(image), tf.constant(new int[] {1}), tf.constant(new int[] {3}), tf.constant(new int[] {1}));
        return net.join(image, tf.image.resizeBilinear(pooled, size));
    }

    /** Batch normalisation as it trains: with the statistics of what it is given. */
    static Operand<TFloat32> trainingBatchNorm(Ops tf, Operand<TFloat32> image, int channels) {
        float[] ones = new float[channels];
        java.util.Arrays.fill(ones, 1);
        Operand<TFloat32> none = tf.constant(new float[0]);
        return tf.nn.fusedBatchNorm(
                        image,
                        tf.constant(ones),
                        tf.constant(new float[channels]),
                        none,
                        none,
                        FusedBatchNorm.isTraining(true))
                .y();
    }

    /** What no reader of graphs follows, and next to nothing. */
    static Operand<TFloat32> unreadable(Ops tf, Operand<TFloat32> image) {
        return tf.nn.localResponseNormalization(image);
    }
}
