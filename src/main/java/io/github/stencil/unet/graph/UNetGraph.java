// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.graph;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Puts a U-Net into a graph: the way an image takes through it, whatever its layers are made of. */
final class UNetGraph {
    /** The layers, with or without what only training needs. */
    interface Layers {
        /** Convolves, normalises and rectifies; the last convolution only convolves. */
        Operand<TFloat32> convolve(Operand<TFloat32> image, ParameterLayout.Convolution convolution);

        /** Drops activations while training. */
        Operand<TFloat32> drop(Operand<TFloat32> image, int place);
    }

    private final Ops tf;
    private final UNetShape shape;

    UNetGraph(Ops tf, UNetShape shape) {
        this.tf = tf;
        this.shape = shape;
    }

    /**
     * Adds the network.
     *
     * @param image [N, H, W, C] or [N, D, H, W, C], sizes divisible by the network's step
     * @return logits, the same with a channel per output
     */
    Operand<TFloat32> logits(Operand<TFloat32> image, Layers layers) {
        Deque<ParameterLayout.Convolution> todo = new ArrayDeque<>(ParameterLayout.convolutions(shape));
        Deque<Operand<TFloat32>> skips = new ArrayDeque<>();
        Operand<TFloat32> x = image;
        int deepest = shape.levels() - 1;
        for (int level = 0; level <= deepest; level++) {
            x = layers.convolve(layers.convolve(x, todo.remove()), todo.remove());
            if (level >= deepest - 1) {
                x = layers.drop(x, level);
            }
            if (level < deepest) {
                skips.push(x);
                x = pool(x, shape.pools().get(level));
            }
        }
        for (int level = deepest - 1; level >= 0; level--) {
            Operand<TFloat32> up = upsample(x, shape.pools().get(level), shape.filters(level + 1));
            x = tf.concat(List.of(skips.pop(), up), tf.constant(shape.volume() ? 4 : 3));
            x = layers.convolve(layers.convolve(x, todo.remove()), todo.remove());
        }
        return layers.convolve(x, todo.remove());
    }

    /** Adds what turns logits into probabilities: a sigmoid for one output, else a softmax over the channels. */
    Operand<TFloat32> probabilities(Operand<TFloat32> logits) {
        return shape.outputs() == 1 ? tf.math.sigmoid(logits) : tf.nn.softmax(logits);
    }

    static Operand<TFloat32> convolve(Ops tf, boolean volume, Operand<TFloat32> image, Operand<TFloat32> kernel) {
        return volume
                ? tf.nn.conv3d(image, kernel, List.of(1L, 1L, 1L, 1L, 1L), "SAME")
                : tf.nn.conv2d(image, kernel, List.of(1L, 1L, 1L, 1L), "SAME");
    }

    private Operand<TFloat32> pool(Operand<TFloat32> image, UNetShape.Pool pool) {
        if (shape.volume()) {
            List<Long> size = List.of(1L, (long) pool.z(), (long) pool.y(), (long) pool.x(), 1L);
            return tf.nn.maxPool3d(image, size, size, "SAME");
        }
        Operand<TInt32> size = tf.constant(new int[] {1, pool.y(), pool.x(), 1});
        return tf.nn.maxPool(image, size, size, "SAME");
    }

    private Operand<TFloat32> upsample(Operand<TFloat32> image, UNetShape.Pool pool, int channels) {
        if (!shape.volume()) {
            return tf.image.resizeNearestNeighbor(image, enlarged(image, 1, pool.y(), pool.x()));
        }
        // TensorFlow resizes planes only: first rows and columns of all slices, then slices as rows of one long plane
        Operand<TInt32> sizes = tf.shape(image); // [N, D, H, W, C]
        Operand<TInt32> samples = size(sizes, 0);
        Operand<TInt32> slices = size(sizes, 1);
        Operand<TInt32> channel = tf.constant(channels);
        Operand<TFloat32> planes = tf.reshape(
                image, tf.stack(List.of(tf.constant(-1), size(sizes, 2), size(sizes, 3), channel))); // [ND, H, W, C]
        Operand<TInt32> grown = enlarged(planes, 1, pool.y(), pool.x());
        planes = tf.image.resizeNearestNeighbor(planes, grown); // [ND, H', W', C]
        Operand<TInt32> rows = size(grown, 0);
        Operand<TInt32> columns = size(grown, 1);
        if (pool.z() == 1) {
            return tf.reshape(planes, tf.stack(List.of(samples, slices, rows, columns, channel)));
        }
        Operand<TInt32> pixels = tf.math.mul(rows, columns);
        Operand<TFloat32> tall = tf.reshape(planes, tf.stack(List.of(samples, slices, pixels, channel)));
        Operand<TInt32> deeper = tf.math.mul(slices, tf.constant(pool.z()));
        tall = tf.image.resizeNearestNeighbor(tall, tf.stack(List.of(deeper, pixels))); // [N, D', H'W', C]
        return tf.reshape(tall, tf.stack(List.of(samples, deeper, rows, columns, channel)));
    }

    private Operand<TInt32> size(Operand<TInt32> sizes, int axis) {
        return tf.gather(sizes, tf.constant(axis), tf.constant(0));
    }

    private Operand<TInt32> enlarged(Operand<TFloat32> image, int axis, int rows, int columns) {
        Operand<TInt32> size = tf.stridedSlice(
                tf.shape(image),
                tf.constant(new int[] {axis}),
                tf.constant(new int[] {axis + 2}),
                tf.constant(new int[] {1}));
        return tf.math.mul(size, tf.constant(new int[] {rows, columns}));
    }
}
