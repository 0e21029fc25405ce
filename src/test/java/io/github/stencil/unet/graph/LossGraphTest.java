// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.stencil.tensor.HostTensor;
import io.github.stencil.tensor.HostTensors;
import io.github.stencil.tensor.Precision;
import io.github.stencil.tensor.TensorGraph;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Every loss and its gradient against the formula in float64 and its finite differences. */
class LossGraphTest {
    private static final int PIXELS = 24;
    private static final List<Float> CLASS_WEIGHTS = List.of(0.5f, 2f, 1.25f);

    /** A loss and its gradient. */
    private record Found(double loss, List<Double> gradient) {}

    static Stream<Arguments> losses() {
        return Stream.of(Loss.values()).flatMap(loss -> Stream.of(1, 2, 3).map(k -> Arguments.of(loss, k)));
    }

    @ParameterizedTest(name = "{0}, {1} outputs")
    @MethodSource("losses")
    void valueAndGradientAreThoseOfTheFormula(Loss loss, int outputs) {
        long seed = 11L * outputs + loss.ordinal();
        Random random = new Random(seed);
        double[] logits = random.doubles(PIXELS * outputs, -3, 3).toArray();
        int[] labels = random.ints(PIXELS, 0, Math.max(2, outputs)).toArray();
        double[] weights = random.doubles(PIXELS, 0.25, 4).toArray();
        weights[3] = 0;
        weights[7] = 0;
        labels[3] = 255; // ignored, so that any number will do
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) logits[i];
        }
        Found found = run(loss, outputs, logits, labels, weights);
        assertThat(found.loss())
                .as("seed %d", seed)
                .isCloseTo(formula(loss, outputs, logits, labels, weights), within(2e-6));
        for (int i = 0; i < logits.length; i++) {
            double h = 1e-5;
            double[] up = logits.clone();
            double[] down = logits.clone();
            up[i] += h;
            down[i] -= h;
            double slope = (formula(loss, outputs, up, labels, weights) - formula(loss, outputs, down, labels, weights))
                    / (2 * h);
            assertThat(found.gradient().get(i)).as("seed %d, logit %d", seed, i).isCloseTo(slope, within(2e-6));
        }
    }

    @Test
    void aBatchWithoutPixelsThatCountCostsNothingAndMovesNothing() {
        for (Loss loss : Loss.values()) {
            Found found = run(loss, 3, new double[PIXELS * 3], new int[PIXELS], new double[PIXELS]);
            assertThat(found.loss()).as(loss.toString()).isZero();
            assertThat(found.gradient()).as(loss.toString()).containsOnly(0.0);
        }
    }

    @Test
    void hugeLogitsStayFinite() {
        double[] logits = new double[PIXELS];
        java.util.Arrays.fill(logits, -1000);
        int[] labels = new int[PIXELS];
        java.util.Arrays.fill(labels, 1);
        double[] weights = new double[PIXELS];
        java.util.Arrays.fill(weights, 1);
        assertThat(run(Loss.CROSS_ENTROPY, 1, logits, labels, weights).loss()).isCloseTo(1000, within(1e-3));
        assertThat(run(Loss.FOCAL, 1, logits, labels, weights).gradient()).doesNotContain(Double.NaN);
    }

    /** The losses as their papers have them, in float64. */
    private static double formula(Loss loss, int outputs, double[] logits, int[] labels, double[] weights) {
        int classes = Math.max(2, outputs);
        double entropy = 0;
        double weighted = 0;
        double focal = 0;
        double sum = 0;
        double classSum = 0;
        double[] both = new double[classes];
        double[] either = new double[classes];
        for (int i = 0; i < labels.length; i++) {
            if (weights[i] == 0) {
                continue;
            }
            double[] p = probabilities(outputs, logits, i);
            double truth = p[labels[i]];
            entropy -= weights[i] * Math.log(truth);
            focal -= weights[i] * Math.pow(1 - truth, 2) * Math.log(truth);
            double factor = weights[i] * CLASS_WEIGHTS.get(labels[i]);
            weighted -= factor * Math.log(truth);
            sum += weights[i];
            classSum += factor;
            for (int k = 0; k < classes; k++) {
                int there = labels[i] == k ? 1 : 0;
                both[k] += p[k] * there;
                either[k] += p[k] + there;
            }
        }
        double dice = 1;
        for (int k = 1; k < classes; k++) {
            dice -= (2 * both[k] + 1) / (either[k] + 1) / (classes - 1);
        }
        return switch (loss) {
            case CROSS_ENTROPY -> entropy / sum;
            case WEIGHTED_CROSS_ENTROPY -> weighted / classSum;
            case DICE -> dice;
            case FOCAL -> focal / sum;
            case CROSS_ENTROPY_AND_DICE -> entropy / sum + dice;
        };
    }

    private static double[] probabilities(int outputs, double[] logits, int pixel) {
        if (outputs == 1) {
            double p = 1 / (1 + Math.exp(-logits[pixel]));
            return new double[] {1 - p, p};
        }
        double[] p = new double[outputs];
        double sum = 0;
        for (int k = 0; k < outputs; k++) {
            p[k] = Math.exp(logits[pixel * outputs + k]);
            sum += p[k];
        }
        for (int k = 0; k < outputs; k++) {
            p[k] /= sum;
        }
        return p;
    }

    private static Found run(Loss loss, int outputs, double[] logits, int[] labels, double[] weights) {
        Graph graph = new Graph();
        Ops tf = Ops.create(graph);
        Placeholder<TFloat32> x =
                tf.withName("logits").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 2, 4, outputs)));
        Placeholder<TInt32> y = tf.withName("labels").placeholder(TInt32.class, Placeholder.shape(Shape.of(-1, 2, 4)));
        Placeholder<TFloat32> w =
                tf.withName("weights").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 2, 4)));
        Operand<TFloat32> value = new LossGraph(tf, CLASS_WEIGHTS.subList(0, Math.max(2, outputs))).add(loss, x, y, w);
        tf.withName("loss").identity(value);
        tf.withName("gradient").identity(tf.gradients(value, List.of(x)).<TFloat32>dy(0));
        try (TensorGraph session = TensorGraph.of(graph, Precision.FULL);
                HostTensor fedLogits = HostTensor.of(floats(logits), PIXELS / 8, 2, 4, outputs);
                HostTensor fedLabels = HostTensor.of(labels, PIXELS / 8, 2, 4);
                HostTensor fedWeights = HostTensor.of(floats(weights), PIXELS / 8, 2, 4);
                HostTensors out = session.run(
                        Map.of("logits", fedLogits, "labels", fedLabels, "weights", fedWeights), "loss", "gradient")) {
            float[] scalar = new float[1];
            out.get(0).copyTo(0, scalar, 0, 1);
            float[] gradient = new float[logits.length];
            out.get(1).copyTo(0, gradient, 0, gradient.length);
            List<Double> doubles = new java.util.ArrayList<>();
            for (float g : gradient) {
                doubles.add((double) g + 0.0);
            }
            return new Found(scalar[0], doubles);
        }
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
