// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.graph;

import io.github.stencil.Owned;
import io.github.stencil.tensor.HostTensor;
import io.github.stencil.tensor.HostTensors;
import io.github.stencil.tensor.TensorGraph;
import io.github.stencil.unet.data.Batch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.train.ApplyMomentum;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A network that learns: its graph, loss, gradients and optimizer, in one session. A step is one run. For one thread.
 *
 * <p>The optimizer works on one vector of all weights, so that what it remembers is saved and restored bit for bit.
 */
public final class TrainingGraph implements Owned {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final float EPSILON = 1e-7f;
    /** How much of the running statistics a step keeps, once there were enough steps. */
    private static final double STATISTICS_MOMENTUM = 0.95;

    private final ParameterLayout layout;
    private final TensorGraph session;
    private final long seed;
    private long step;

    private TrainingGraph(ParameterLayout layout, TensorGraph session, long seed) {
        this.layout = layout;
        this.session = session;
        this.seed = seed;
    }

    /**
     * Builds the graph; its state is to be {@link #restore restored} before the first step.
     *
     * @param seed of dropout
     */
    public static TrainingGraph create(UNetShape shape, OptimizerSettings optimizerSettings, long seed) {
        if (shape.volume()) {
            VolumeGradients.register();
        }
        ParameterLayout layout = ParameterLayout.of(shape);
        Graph graph = new Graph();
        new Builder(Ops.create(graph), layout, optimizerSettings).build();
        return new TrainingGraph(
                layout,
                TensorGraph.of(graph, optimizerSettings.withKnownPrecision().precision()),
                seed);
    }

    /** Returns about how many bytes a step of so many patches of so many voxels takes; rather too many than too few. */
    public static long stepBytes(UNetShape shape, int samples, int depth, int height, int width) {
        return StepMemory.bytes(shape, samples, depth, height, width);
    }

    /** Returns where the network's parameters lie in its vectors. */
    public ParameterLayout layout() {
        return layout;
    }

    /**
     * Learns from one batch.
     *
     * @param rate how far to go
     * @return the loss before the step; NaN or infinite where the numbers have run away
     */
    public double step(Batch batch, double rate) {
        long next = step + 1;
        int[] size = layout.shape().volume()
                ? new int[] {batch.samples(), batch.depth(), batch.height(), batch.width()}
                : new int[] {batch.samples(), batch.height(), batch.width()};
        long[] pixels = new long[size.length];
        long[] image = new long[size.length + 1];
        for (int i = 0; i < size.length; i++) {
            pixels[i] = size[i];
            image[i] = size[i];
        }
        image[size.length] = layout.shape().channels();
        Map<String, HostTensor> feeds = new LinkedHashMap<>();
        try {
            feeds.put("images", HostTensor.of(batch.images(), image));
            feeds.put("labels", HostTensor.of(batch.labels(), pixels));
            feeds.put("pixel_weights", HostTensor.of(batch.weights(), pixels));
            feeds.put("rate", scalar(rate));
            feeds.put("beta1_power", scalar(Math.pow(BETA1, (double) next)));
            feeds.put("beta2_power", scalar(Math.pow(BETA2, (double) next)));
            feeds.put("kept_statistics", scalar(Math.min(STATISTICS_MOMENTUM, step / (step + 1.0))));
            feeds.put("dropout_seed", HostTensor.of(new int[] {(int) (seed ^ (next << 8)), (int) (next << 8)}, 2));
            try (HostTensors result = session.run(feeds, "step")) {
                step = next;
                float[] loss = new float[1];
                result.get(0).copyTo(0, loss, 0, 1);
                return loss[0];
            }
        } finally {
            feeds.values().forEach(HostTensor::close);
        }
    }

    /** Returns a copy of all that steps have changed. */
    public NetworkState state() {
        try (HostTensors all = session.run(Map.of(), "weights_now", "first_now", "second_now", "statistics_now")) {
            float[] statistics = values(all.get(3));
            return new NetworkState(
                    new Weights(values(all.get(0)), layout.statisticsSize() == 0 ? new float[0] : statistics),
                    values(all.get(1)),
                    values(all.get(2)),
                    step);
        }
    }

    /** Goes on from a state. */
    public void restore(NetworkState state) {
        step = state.step();
        float[] statistics = state.weights().statistics();
        Map<String, HostTensor> feeds = new LinkedHashMap<>();
        try {
            feeds.put("weights_new", HostTensor.of(state.weights().values(), layout.size()));
            feeds.put("first_new", HostTensor.of(state.first(), layout.size()));
            feeds.put("second_new", HostTensor.of(state.second(), layout.size()));
            feeds.put(
                    "statistics_new",
                    statistics.length == 0
                            ? HostTensor.of(new float[1], 1)
                            : HostTensor.of(statistics, statistics.length));
            session.run(feeds, "restore").close();
        } finally {
            feeds.values().forEach(HostTensor::close);
        }
    }

    @Override
    public void close() {
        session.close();
    }

    private static HostTensor scalar(double value) {
        return HostTensor.of(new float[] {(float) value});
    }

    private static float[] values(HostTensor tensor) {
        float[] values = new float[Math.toIntExact(tensor.size())];
        tensor.copyTo(0, values, 0, values.length);
        return values;
    }

    /** Puts everything into the graph. */
    private static final class Builder {
        private final Ops tf;
        private final ParameterLayout layout;
        private final OptimizerSettings optimizerSettings;
        private final Variable<TFloat32> weights;
        private final Variable<TFloat32> first;
        private final Variable<TFloat32> second;
        private final Variable<TFloat32> statistics;

        Builder(Ops tf, ParameterLayout layout, OptimizerSettings optimizerSettings) {
            this.tf = tf;
            this.layout = layout;
            this.optimizerSettings = optimizerSettings;
            weights = vector(layout.size());
            first = vector(layout.size());
            second = vector(layout.size());
            statistics = vector(Math.max(1, layout.statisticsSize())); // a variable cannot be empty
        }

        void build() {
            int rank = layout.shape().volume() ? 4 : 3;
            long[] pixels = new long[rank];
            java.util.Arrays.fill(pixels, -1);
            long[] image = java.util.Arrays.copyOf(pixels, rank + 1);
            image[rank] = layout.shape().channels();
            Placeholder<TFloat32> images =
                    tf.withName("images").placeholder(TFloat32.class, Placeholder.shape(Shape.of(image)));
            Placeholder<TInt32> labels =
                    tf.withName("labels").placeholder(TInt32.class, Placeholder.shape(Shape.of(pixels)));
            Placeholder<TFloat32> pixelWeights =
                    tf.withName("pixel_weights").placeholder(TFloat32.class, Placeholder.shape(Shape.of(pixels)));
            Placeholder<TInt32> seed =
                    tf.withName("dropout_seed").placeholder(TInt32.class, Placeholder.shape(Shape.of(2)));
            TrainingLayers layers = new TrainingLayers(tf, layout, weights, seed);
            Operand<TFloat32> logits = new UNetGraph(tf, layout.shape()).logits(images, layers);
            Operand<TFloat32> loss = new LossGraph(tf, optimizerSettings.classWeights())
                    .add(optimizerSettings.loss(), logits, labels, pixelWeights);
            List<Op> updates = new ArrayList<>();
            updates.add(update(gradient(loss, layers)));
            Placeholder<TFloat32> kept = scalar("kept_statistics");
            if (!layers.statistics().isEmpty()) {
                Operand<TFloat32> seen = tf.concat(layers.statistics(), tf.constant(0));
                Operand<TFloat32> change =
                        tf.math.mul(tf.math.sub(seen, statistics), tf.math.sub(tf.constant(1f), kept));
                updates.add(tf.assign(statistics, tf.math.add(statistics, change)));
            }
            tf.withControlDependencies(updates).withName("step").identity(loss);
            access();
        }

        /** Returns the gradient as one vector, no longer than the settings allow. */
        private Operand<TFloat32> gradient(Operand<TFloat32> loss, TrainingLayers layers) {
            Gradients gradients = tf.gradients(loss, layers.pieces());
            List<Operand<TFloat32>> flat = new ArrayList<>();
            for (int i = 0; i < layers.pieces().size(); i++) {
                flat.add(tf.reshape(gradients.<TFloat32>dy(i), tf.constant(new int[] {-1})));
            }
            Operand<TFloat32> gradient = tf.concat(flat, tf.constant(0));
            if (optimizerSettings.clip() == 0) {
                return gradient;
            }
            Operand<TFloat32> limit = tf.constant((float) optimizerSettings.clip());
            Operand<TFloat32> norm =
                    tf.math.sqrt(tf.reduceSum(tf.math.square(gradient), tf.constant(0), new ReduceSum.Options[0]));
            return tf.math.mul(gradient, tf.math.div(limit, tf.math.maximum(norm, limit)));
        }

        private Op update(Operand<TFloat32> gradient) {
            Placeholder<TFloat32> rate = scalar("rate");
            Placeholder<TFloat32> beta1Power = scalar("beta1_power");
            Placeholder<TFloat32> beta2Power = scalar("beta2_power");
            Operand<TFloat32> target = weights;
            if (optimizerSettings.decay() > 0) {
                Operand<TFloat32> share =
                        tf.math.mul(tf.constant(layout.decayed()), tf.constant((float) optimizerSettings.decay()));
                // all gradients have been computed from the weights as they were before these shrink
                Ops after = tf.withControlDependencies(gradient);
                Operand<TFloat32> lost = after.math.mul(after.math.mul(share, weights), rate);
                target = after.assignSub(weights, lost);
            }
            return switch (optimizerSettings.optimizer()) {
                case ADAM ->
                    tf.train.applyAdam(
                            target,
                            first,
                            second,
                            beta1Power,
                            beta2Power,
                            rate,
                            tf.constant((float) BETA1),
                            tf.constant((float) BETA2),
                            tf.constant(EPSILON),
                            gradient);
                case SGD ->
                    tf.train.applyMomentum(
                            target,
                            first,
                            rate,
                            gradient,
                            tf.constant((float) optimizerSettings.momentum()),
                            ApplyMomentum.useNesterov(true));
            };
        }

        /** Adds what reads and sets the variables. */
        private void access() {
            List<Op> set = new ArrayList<>();
            Map<String, Variable<TFloat32>> all = new LinkedHashMap<>();
            all.put("weights", weights);
            all.put("first", first);
            all.put("second", second);
            all.put("statistics", statistics);
            all.forEach((name, variable) -> {
                tf.withName(name + "_now").identity(variable);
                Placeholder<TFloat32> value =
                        tf.withName(name + "_new").placeholder(TFloat32.class, Placeholder.shape(variable.shape()));
                set.add(tf.assign(variable, value));
            });
            tf.withControlDependencies(set).withName("restore").identity(tf.constant(0f));
        }

        private Variable<TFloat32> vector(int size) {
            return tf.variable(Shape.of(size), TFloat32.class);
        }

        private Placeholder<TFloat32> scalar(String name) {
            return tf.withName(name).placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
        }
    }
}
