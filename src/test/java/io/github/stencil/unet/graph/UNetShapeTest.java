// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.stencil.unet.graph.UNetShape.Norm;
import io.github.stencil.unet.graph.UNetShape.Pool;
import java.util.List;
import org.junit.jupiter.api.Test;

class UNetShapeTest {
    @Test
    void theTextbookNetworkHasItsNumberOfParameters() {
        UNetShape shape = UNetShape.USUAL.withChannels(3).withFilters(64).withNorm(Norm.NONE);
        assertThat(ParameterLayout.of(shape).size()).isEqualTo(7_782_913);
        assertThat(ParameterLayout.of(shape).statisticsSize()).isZero();
    }

    @Test
    void batchNormalisationHasAScaleAndAShiftInPlaceOfABias() {
        UNetShape plain = UNetShape.USUAL
                .withOutputs(3)
                .withFilters(8)
                .withPlanes(UNetShape.planes(2))
                .withNorm(Norm.NONE);
        UNetShape norm = plain.withNorm(Norm.BATCH);
        int activations = 4 * 8 + 2 * 16;
        assertThat(ParameterLayout.of(norm).size())
                .isEqualTo(ParameterLayout.of(plain).size() + activations);
        assertThat(ParameterLayout.of(norm).statisticsSize()).isEqualTo(2 * activations);
    }

    @Test
    void kernelsAreDrawnAsHeEtAlDid() {
        ParameterLayout layout = ParameterLayout.of(UNetShape.USUAL
                .withChannels(3)
                .withFilters(64)
                .withPlanes(UNetShape.planes(2))
                .withNorm(Norm.NONE));
        ParameterLayout.Part part = layout.part("down0b.kernel");
        float[] values = layout.initialWeights(5);
        double squares = 0;
        for (int i = 0; i < part.size(); i++) {
            squares += Math.pow(values[part.offset() + i], 2);
        }
        double expected = 2.0 / (9 * 64);
        assertThat(squares / part.size()).isBetween(0.95 * expected, 1.05 * expected);
        assertThat(layout.initialWeights(5)).isEqualTo(values);
        assertThat(layout.initialWeights(6)).isNotEqualTo(values);
    }

    @Test
    void pixelsAreCubesWherePoolingIsTheSameAlongAllAxes() {
        assertThat(UNetShape.volumes(3, new int[] {32, 32, 32}, new double[] {1, 1, 1}))
                .containsExactly(new Pool(2, 2, 2), new Pool(2, 2, 2));
    }

    @Test
    void coarserSlicesArePooledLater() {
        assertThat(UNetShape.volumes(4, new int[] {16, 64, 64}, new double[] {4, 1, 1}))
                .containsExactly(new Pool(1, 2, 2), new Pool(1, 2, 2), new Pool(2, 2, 2));
    }

    @Test
    void shortAxesAreNotPooled() {
        assertThat(UNetShape.volumes(4, new int[] {5, 64, 64}, new double[] {1, 1, 1}))
                .first()
                .isEqualTo(new Pool(1, 2, 2));
        assertThat(UNetShape.volumes(9, new int[] {8, 16, 16}, new double[] {1, 1, 1}))
                .isEqualTo(List.of(new Pool(2, 2, 2), new Pool(1, 2, 2)));
    }

    @Test // four levels of two convolutions: 2 (1 + 2 + 4) down, 2 x 8 below and 2 (4 + 2 + 1) up
    void theHaloIsWhatTheConvolutionsSee() {
        UNetShape shape = UNetShape.USUAL.withFilters(8).withNorm(Norm.NONE);
        assertThat(shape.halo(1)).isEqualTo(48);
        assertThat(shape.step()).isEqualTo(8);
        assertThat(shape.halo(0)).isEqualTo(14);
    }
}
