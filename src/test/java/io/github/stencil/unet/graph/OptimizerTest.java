// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.stencil.tensor.Precision;
import io.github.stencil.unet.data.Discs;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one step does to the weights, by the optimizers' own formulas. */
class OptimizerTest {
    private static final double RATE = 0.25;

    @Test // with beta powers corrected, the first step is the gradient over its own size
    void adamsFirstStepMovesEveryWeightByTheRate() {
        float[] change = change(Optimizer.ADAM, 0, 0, 0);
        int moved = 0;
        for (float c : change) {
            assertThat(Math.abs(c)).isLessThanOrEqualTo((float) RATE * 1.0001f);
            moved += Math.abs(c) > 0.99 * RATE ? 1 : 0;
        }
        assertThat(moved).as("weights that are not behind a dead ReLU").isGreaterThan(change.length / 4);
    }

    @Test // the velocity is the gradient, and Nesterov looks ahead by momentum times it
    void aClippedStepOfNesterovsHasTheLengthThatClippingLeaves() {
        double clip = 1e-3;
        double momentum = 0.75;
        float[] change = change(Optimizer.SGD, momentum, clip, 0);
        assertThat(norm(change)).isCloseTo(RATE * (1 + momentum) * clip, within(1e-6));
    }

    @Test
    void clippingLeavesShortGradientsAsTheyAre() {
        float[] free = change(Optimizer.SGD, 0, 0, 0);
        float[] loose = change(Optimizer.SGD, 0, 1e6, 0);
        for (int i = 0; i < free.length; i++) {
            assertThat(loose[i]).isCloseTo(free[i], within(1e-6f));
        }
    }

    @Test // gradients of no length: what is left is decay, apart from the optimizer and from kernels alone
    void decayTakesItsShareOfKernelsAndLeavesTheRest() {
        double decay = 0.5;
        UNetShape shape = TrainingGraphTest.shape(false, UNetShape.Norm.NONE, 0);
        ParameterLayout layout = ParameterLayout.of(shape);
        float[] start = layout.initialWeights(1);
        float[] change = change(Optimizer.SGD, 0, 1e-12, decay);
        for (ParameterLayout.Part part : layout.weights()) {
            for (int i = part.offset(); i < part.offset() + part.size(); i++) {
                double expected = part.kernel() ? -RATE * decay * start[i] : 0;
                assertThat((double) change[i]).as(part.name()).isCloseTo(expected, within(1e-6));
            }
        }
    }

    private static float[] change(Optimizer optimizer, double momentum, double clip, double decay) {
        UNetShape shape = TrainingGraphTest.shape(false, UNetShape.Norm.NONE, 0);
        OptimizerSettings optimizerSettings = OptimizerSettings.USUAL
                .withPrecision(Precision.FULL)
                .withLoss(Loss.CROSS_ENTROPY)
                .withClassWeights(List.of(1f, 1f))
                .withOptimizer(optimizer)
                .withMomentum(momentum)
                .withClip(clip)
                .withDecay(decay);
        try (TrainingGraph graph = TrainingGraph.create(shape, optimizerSettings, 1)) {
            NetworkState start = TrainingGraphTest.start(graph);
            float[] before = start.weights().values();
            graph.restore(start);
            Discs patches = new Discs(1, 1, 1, 4, 1, 32, 32);
            patches.begin(0);
            graph.step(patches.next(), RATE);
            float[] change = graph.state().weights().values();
            for (int i = 0; i < change.length; i++) {
                change[i] -= before[i];
            }
            return change;
        }
    }

    private static double norm(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }
}
