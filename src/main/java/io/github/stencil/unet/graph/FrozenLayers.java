// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.graph;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;

/**
 * The layers of a trained network: weights are constants, named after the layout's parts, from which training can go on.
 * Used twice in a graph, the constants are shared.
 */
final class FrozenLayers implements UNetGraph.Layers {
    private final Ops tf;
    private final Ops constants;
    private final ParameterLayout layout;
    private final Weights weights;
    private final Map<String, Operand<TFloat32>> made;

    private FrozenLayers(
            Ops tf, Ops constants, ParameterLayout layout, Weights weights, Map<String, Operand<TFloat32>> made) {
        this.tf = tf;
        this.constants = constants;
        this.layout = layout;
        this.weights = weights;
        this.made = made;
    }

    static FrozenLayers of(Ops tf, ParameterLayout layout, Weights weights) {
        return new FrozenLayers(tf, tf.withSubScope(ParameterLayout.SCOPE), layout, weights, new HashMap<>());
    }

    /** Returns layers over the same constants whose operations have names of their own. */
    FrozenLayers within(Ops scope) {
        return new FrozenLayers(scope, constants, layout, weights, made);
    }

    @Override
    public Operand<TFloat32> convolve(Operand<TFloat32> image, ParameterLayout.Convolution convolution) {
        String name = convolution.name();
        boolean volume = layout.shape().volume();
        Operand<TFloat32> x = UNetGraph.convolve(tf, volume, image, constant(name + ".kernel"));
        if (convolution.last()) {
            return tf.nn.biasAdd(x, constant(name + ".bias"));
        }
        Operand<TFloat32> normal = switch (layout.shape().norm()) {
            case NONE -> tf.nn.biasAdd(x, constant(name + ".bias"));
            case BATCH -> volume ? scaled(x, name) : batchNorm(x, name);
            case GROUP ->
                TrainingLayers.groupNorm(
                        tf, x, convolution.out(), volume, constant(name + ".scale"), constant(name + ".shift"));
        };
        return tf.nn.relu(normal);
    }

    @Override
    public Operand<TFloat32> drop(Operand<TFloat32> image, int place) {
        return image;
    }

    private Operand<TFloat32> batchNorm(Operand<TFloat32> x, String name) {
        return tf.nn.fusedBatchNorm(
                        x,
                        constant(name + ".scale"),
                        constant(name + ".shift"),
                        constant(name + ".mean"),
                        constant(name + ".variance"),
                        FusedBatchNorm.epsilon(TrainingLayers.EPSILON),
                        FusedBatchNorm.isTraining(false))
                .y();
    }

    /** Batch normalisation of volumes, which the native operation does not take. */
    private Operand<TFloat32> scaled(Operand<TFloat32> x, String name) {
        Operand<TFloat32> deviation =
                tf.math.sqrt(tf.math.add(constant(name + ".variance"), tf.constant(TrainingLayers.EPSILON)));
        Operand<TFloat32> factor = tf.math.div(constant(name + ".scale"), deviation);
        Operand<TFloat32> offset =
                tf.math.sub(constant(name + ".shift"), tf.math.mul(constant(name + ".mean"), factor));
        return tf.math.add(tf.math.mul(x, factor), offset);
    }

    private Operand<TFloat32> constant(String name) {
        return made.computeIfAbsent(name, key -> {
            ParameterLayout.Part part = layout.part(key);
            float[] from = layout.statistics().contains(part) ? weights.statistics() : weights.values();
            float[] values = Arrays.copyOfRange(from, part.offset(), part.offset() + part.size());
            long[] shape = part.shape().stream().mapToLong(Long::longValue).toArray();
            return constants.withName(key).constant(Shape.of(shape), DataBuffers.of(values));
        });
    }
}
