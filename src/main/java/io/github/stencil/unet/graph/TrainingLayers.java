// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The layers of a network that learns: weights are pieces of one vector, and batches tell their statistics. */
final class TrainingLayers implements UNetGraph.Layers {
    static final float EPSILON = 1e-3f;
    private static final int GROUP = 8;

    private final Ops tf;
    private final UNetShape shape;
    private final Operand<TInt32> seed;
    private final Map<String, Operand<TFloat32>> pieces = new HashMap<>();
    private final List<Operand<TFloat32>> order = new ArrayList<>();
    private final List<Operand<TFloat32>> statistics = new ArrayList<>();

    /**
     * Cuts the vector into parameters.
     *
     * @param vector all trainable numbers
     * @param seed of this step's dropout [2]
     */
    TrainingLayers(Ops tf, ParameterLayout layout, Operand<TFloat32> vector, Operand<TInt32> seed) {
        this.tf = tf;
        this.shape = layout.shape();
        this.seed = seed;
        List<ParameterLayout.Part> parts = layout.weights();
        int[] sizes = parts.stream().mapToInt(ParameterLayout.Part::size).toArray();
        List<org.tensorflow.Output<TFloat32>> flat = tf.splitV(
                        vector, tf.constant(sizes), tf.constant(0), (long) sizes.length)
                .output();
        for (int i = 0; i < parts.size(); i++) {
            long[] size =
                    parts.get(i).shape().stream().mapToLong(Long::longValue).toArray();
            Operand<TFloat32> piece = tf.reshape(flat.get(i), tf.constant(size));
            pieces.put(parts.get(i).name(), piece);
            order.add(piece);
        }
    }

    /** Returns the parameters in the order of the layout. */
    List<Operand<TFloat32>> pieces() {
        return order;
    }

    /** Returns the batch's means and variances in the order of the layout; known once the network is built. */
    List<Operand<TFloat32>> statistics() {
        return statistics;
    }

    @Override
    public Operand<TFloat32> convolve(Operand<TFloat32> image, ParameterLayout.Convolution convolution) {
        String name = convolution.name();
        Operand<TFloat32> x = UNetGraph.convolve(tf, shape.volume(), image, piece(name + ".kernel"));
        if (convolution.last()) {
            return tf.nn.biasAdd(x, piece(name + ".bias"));
        }
        Operand<TFloat32> normal = switch (shape.norm()) {
            case NONE -> tf.nn.biasAdd(x, piece(name + ".bias"));
            case BATCH -> batchNorm(x, name);
            case GROUP ->
                groupNorm(tf, x, convolution.out(), shape.volume(), piece(name + ".scale"), piece(name + ".shift"));
        };
        return tf.nn.relu(normal);
    }

    @Override
    public Operand<TFloat32> drop(Operand<TFloat32> image, int place) {
        if (shape.dropout() == 0) {
            return image;
        }
        Operand<TInt32> own = tf.math.add(seed, tf.constant(new int[] {0, place}));
        Operand<TFloat32> chance = tf.random.statelessRandomUniform(tf.shape(image), own);
        Operand<TFloat32> kept =
                tf.dtypes.cast(tf.math.greaterEqual(chance, tf.constant((float) shape.dropout())), TFloat32.class);
        return tf.math.mul(image, tf.math.mul(kept, tf.constant((float) (1 / (1 - shape.dropout())))));
    }

    private Operand<TFloat32> batchNorm(Operand<TFloat32> x, String name) {
        int channels = Math.toIntExact(piece(name + ".scale").shape().get(0));
        Operand<TFloat32> planes = shape.volume()
                ? tf.reshape(
                        x,
                        tf.concat(
                                List.of(
                                        tf.constant(new int[] {-1}),
                                        tf.stridedSlice(
                                                tf.shape(x),
                                                tf.constant(new int[] {2}),
                                                tf.constant(new int[] {5}),
                                                tf.constant(new int[] {1}))),
                                tf.constant(0)))
                : x;
        Operand<TFloat32> none = tf.constant(new float[0]);
        FusedBatchNorm<TFloat32, TFloat32> norm = tf.nn.fusedBatchNorm(
                planes,
                piece(name + ".scale"),
                piece(name + ".shift"),
                none,
                none,
                FusedBatchNorm.epsilon(EPSILON),
                FusedBatchNorm.isTraining(true));
        Operand<TInt32> vector = tf.constant(new int[] {channels});
        statistics.add(tf.reshape(norm.batchMean(), vector));
        statistics.add(tf.reshape(norm.batchVariance(), vector));
        return shape.volume() ? tf.reshape(norm.y(), tf.shape(x)) : norm.y();
    }

    /** Normalises groups of channels of each sample (Wu and He 2018). */
    static Operand<TFloat32> groupNorm(
            Ops tf,
            Operand<TFloat32> x,
            int channels,
            boolean volume,
            Operand<TFloat32> scale,
            Operand<TFloat32> shift) {
        int size = channels % GROUP == 0 ? GROUP : channels;
        Operand<TInt32> samples = tf.gather(tf.shape(x), tf.constant(0), tf.constant(0));
        Operand<TFloat32> groups = tf.reshape(
                x,
                tf.stack(List.of(
                        samples, tf.constant(-1), tf.constant(channels / size), tf.constant(size)))); // [N, P, G, S]
        Operand<TInt32> axes = tf.constant(new int[] {1, 3});
        Operand<TFloat32> mean = tf.math.mean(groups, axes, Mean.keepDims(true));
        Operand<TFloat32> centred = tf.math.sub(groups, mean);
        Operand<TFloat32> variance = tf.math.mean(tf.math.square(centred), axes, Mean.keepDims(true));
        Operand<TFloat32> normal = tf.math.mul(centred, tf.math.rsqrt(tf.math.add(variance, tf.constant(EPSILON))));
        Operand<TFloat32> back = tf.reshape(normal, tf.shape(x));
        return tf.math.add(tf.math.mul(back, scale), shift);
    }

    private Operand<TFloat32> piece(String name) {
        Operand<TFloat32> piece = pieces.get(name);
        if (piece == null) {
            throw new IllegalArgumentException("no parameter " + name);
        }
        return piece;
    }
}
