package io.github.stencil.unet.graph;

import java.util.List;

/**
 * How the steps of a training change the weights.
 *
 * @param loss what is made small
 * @param classWeights a factor per class, for {@link Loss#WEIGHTED_CROSS_ENTROPY}
 * @param optimizer how weights follow gradients
 * @param momentum of {@link Optimizer#SGD}, 0 to below 1
 * @param clip the largest norm of a step's gradient; 0 for any
 * @param decay share of the kernels that is taken away per step, times the rate
 */
public record OptimizerSettings(
        Loss loss, List<Float> classWeights, Optimizer optimizer, double momentum, double clip, double decay) {
    /** Keeps the factors as they are now. */
    public OptimizerSettings {
        classWeights = List.copyOf(classWeights);
    }
}
