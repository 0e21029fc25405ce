package io.github.stencil.unet.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.stencil.unet.EarlyStopping;
import io.github.stencil.unet.Schedule;
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

    @Test
    void ratesFallAsTheirSchedulesSay() {
        assertThat(Schedule.CONSTANT.rate(0.1, 7, 10, 3)).isEqualTo(0.1);
        assertThat(Schedule.PLATEAU.rate(0.1, 7, 10, 3)).isCloseTo(0.0125, within(1e-12));
        assertThat(Schedule.PLATEAU.rate(0.1, 7, 10, 30)).isCloseTo(1e-4, within(1e-12));
        assertThat(Schedule.POLYNOMIAL.rate(0.1, 1, 10, 0)).isEqualTo(0.1);
        assertThat(Schedule.POLYNOMIAL.rate(0.1, 6, 10, 0)).isCloseTo(0.1 * Math.pow(0.5, 0.9), within(1e-12));
    }

    @Test
    void aPlateauHalvesTheRateAndPatienceEndsTheTraining() {
        EarlyStopping standing = EarlyStopping.START.after(0.5, 8);
        assertThat(standing).isEqualTo(new EarlyStopping(1, 1, 0.5, 0, 0));
        standing = standing.after(0.4, 8).after(0.5, 8);
        assertThat(standing.halvings()).isEqualTo(1); // a quarter of 8 epochs without a rise
        assertThat(standing.exhausted(8)).isFalse();
        for (int i = 0; i < 6; i++) {
            standing = standing.after(Double.NaN, 8);
        }
        assertThat(standing.exhausted(8)).isTrue();
        assertThat(standing.best()).isEqualTo(1);
        assertThat(standing.after(0.6, 8)).isEqualTo(new EarlyStopping(10, 10, 0.6, 0, standing.halvings()));
    }

    private static float[] change(Optimizer optimizer, double momentum, double clip, double decay) {
        UNetShape shape = TrainingGraphTest.shape(false, UNetShape.Norm.NONE, 0);
        OptimizerSettings learning = OptimizerSettings.USUAL
                .withLoss(Loss.CROSS_ENTROPY)
                .withClassWeights(List.of(1f, 1f))
                .withOptimizer(optimizer)
                .withMomentum(momentum)
                .withClip(clip)
                .withDecay(decay);
        try (TrainingGraph graph = TrainingGraph.create(shape, learning, 1)) {
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
