// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.graph;

import io.github.stencil.Owned;
import io.github.stencil.tensor.HostTensor;
import io.github.stencil.tensor.HostTensors;
import io.github.stencil.tensor.Precision;
import io.github.stencil.tensor.TensorGraph;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The training's loss, of predicted probabilities: averaged over blocks of pixels, by how many of theirs count. */
public final class ValidationLoss implements Owned {
    /** Keeps logarithms finite. */
    private static final float TINY = 1e-7f;

    private final int outputs;
    private final TensorGraph session;
    private double sum;
    private double pixels;

    /** Builds the loss as a graph of its own; the caller closes it. */
    public ValidationLoss(UNetShape shape, OptimizerSettings optimizerSettings) {
        outputs = shape.outputs();
        Graph graph = new Graph();
        Ops tf = Ops.create(graph);
        Placeholder<TFloat32> planes =
                tf.withName("probabilities").placeholder(TFloat32.class, Placeholder.shape(Shape.of(outputs, -1)));
        Placeholder<TInt32> labels = tf.withName("labels").placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
        Placeholder<TFloat32> weights =
                tf.withName("weights").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
        Operand<TFloat32> p = tf.clipByValue(
                tf.linalg.transpose(planes, tf.constant(new int[] {1, 0})), // [P, K]
                tf.constant(TINY),
                tf.constant(1 - TINY));
        Operand<TFloat32> logits = tf.math.log(p);
        if (outputs == 1) {
            logits = tf.math.sub(logits, tf.math.log(tf.math.sub(tf.constant(1f), p)));
        }
        Operand<TFloat32> shaped = tf.reshape(logits, tf.constant(new int[] {-1, outputs}));
        tf.withName("loss")
                .identity(new LossGraph(tf, optimizerSettings.classWeights())
                        .add(optimizerSettings.loss(), shaped, labels, weights));
        session = TensorGraph.of(graph, Precision.FULL);
    }

    /** Forgets the blocks that were added. */
    public void clear() {
        sum = 0;
        pixels = 0;
    }

    /** Adds a block: probabilities [K, P] and their true classes [P], negative where they do not count. */
    public void add(float[] probabilities, int[] truth) {
        float[] weights = new float[truth.length];
        int count = 0;
        for (int i = 0; i < truth.length; i++) {
            if (truth[i] >= 0) {
                weights[i] = 1;
                count++;
            }
        }
        if (count == 0) {
            return;
        }
        try (HostTensor p = HostTensor.of(probabilities, outputs, truth.length);
                HostTensor l = HostTensor.of(truth, truth.length);
                HostTensor w = HostTensor.of(weights, truth.length);
                HostTensors out = session.run(Map.of("probabilities", p, "labels", l, "weights", w), "loss")) {
            float[] loss = new float[1];
            out.get(0).copyTo(0, loss, 0, 1);
            sum += (double) count * loss[0];
            pixels += count;
        }
    }

    /** Returns the mean over the pixels that counted since the last clear; NaN if none did. */
    public double mean() {
        return sum / pixels;
    }

    @Override
    public void close() {
        session.close();
    }
}
