// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.stencil.tensor.Precision;
import io.github.stencil.unet.data.Discs;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A step of a small network: it learns, it is the same each time, and it goes on where it was. */
public class TrainingGraphTest {
    private static final OptimizerSettings ADAM = OptimizerSettings.USUAL
            .withPrecision(Precision.FULL)
            .withClassWeights(List.of(1f, 1f))
            .withDecay(1e-3);
    private static final OptimizerSettings SGD = OptimizerSettings.USUAL
            .withPrecision(Precision.FULL)
            .withLoss(Loss.CROSS_ENTROPY)
            .withClassWeights(List.of(1f, 1f))
            .withOptimizer(Optimizer.SGD)
            .withMomentum(0.9);

    @ParameterizedTest(name = "volume {0}, {1}, {2}")
    @CsvSource({
        "false,NONE,ADAM",
        "false,BATCH,ADAM",
        "false,GROUP,ADAM",
        "false,BATCH,SGD",
        "true,NONE,ADAM",
        "true,BATCH,ADAM",
        "true,GROUP,SGD"
    })
    void theLossFalls(boolean volume, UNetShape.Norm norm, Optimizer optimizer) {
        UNetShape shape = shape(volume, norm, 0);
        try (TrainingGraph graph = TrainingGraph.create(shape, optimizer == Optimizer.ADAM ? ADAM : SGD, 1)) {
            graph.restore(start(graph));
            Discs patches = patches(volume);
            patches.begin(1);
            double first = 0;
            double last = 0;
            for (int step = 0; step < 24; step++) {
                double loss = graph.step(patches.next(), optimizer == Optimizer.ADAM ? 0.01 : 0.02);
                first += step < 4 ? loss : 0;
                last += step >= 20 ? loss : 0;
            }
            assertThat(last).as("seed 1, sum of the last losses").isLessThan(0.75 * first);
        }
    }

    @Test
    void aRestoredNetworkGoesOnBitForBit() {
        UNetShape shape = shape(false, UNetShape.Norm.BATCH, 0.3);
        NetworkState undisturbed;
        NetworkState between;
        try (TrainingGraph graph = TrainingGraph.create(shape, ADAM, 7)) {
            graph.restore(start(graph));
            learn(graph, 1);
            between = graph.state();
            learn(graph, 2);
            undisturbed = graph.state();
        }
        try (TrainingGraph graph = TrainingGraph.create(shape, ADAM, 7)) {
            graph.restore(between);
            assertThat(graph.state().first()).isEqualTo(between.first());
            learn(graph, 2);
            NetworkState resumed = graph.state();
            assertThat(resumed.weights().values())
                    .isEqualTo(undisturbed.weights().values());
            assertThat(resumed.weights().statistics())
                    .isEqualTo(undisturbed.weights().statistics());
            assertThat(resumed.first()).isEqualTo(undisturbed.first());
            assertThat(resumed.second()).isEqualTo(undisturbed.second());
            assertThat(resumed.step()).isEqualTo(undisturbed.step()).isEqualTo(8);
        }
    }

    private static void learn(TrainingGraph graph, int epoch) {
        Discs patches = patches(false);
        patches.begin(epoch);
        for (int i = 0; i < 4; i++) {
            graph.step(patches.next(), 0.01);
        }
    }

    private static Discs patches(boolean volume) {
        return volume ? new Discs(1, 1, 1, 4, 8, 16, 16) : new Discs(1, 1, 1, 4, 1, 32, 32);
    }

    static NetworkState start(TrainingGraph graph) {
        ParameterLayout layout = graph.layout();
        return NetworkState.start(new Weights(layout.initialWeights(1), layout.initialStatistics()));
    }

    public static UNetShape shape(boolean volume, UNetShape.Norm norm, double dropout) {
        UNetShape small = UNetShape.USUAL.withFilters(4).withNorm(norm).withDropout(dropout);
        return volume
                ? small.withVolumes(List.of(UNetShape.Pool.PLANE, new UNetShape.Pool(2, 2, 2)))
                : small.withPlanes(UNetShape.planes(3));
    }
}
