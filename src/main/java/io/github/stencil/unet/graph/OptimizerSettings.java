// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.graph;

import io.github.stencil.StencilException;
import io.github.stencil.tensor.Precision;
import io.github.stencil.tensor.Processor;
import java.util.List;

/**
 * How the steps of a training change the weights.
 *
 * @param loss what is made small
 * @param classWeights a factor per class, for {@link Loss#WEIGHTED_CROSS_ENTROPY}; empty until the labels have told them
 * @param optimizer how weights follow gradients
 * @param momentum of {@link Optimizer#SGD}, 0 to below 1
 * @param clip the largest norm of a step's gradient; 0 for any
 * @param decay share of the kernels that is taken away per step, times the rate; at least 0
 * @param precision how exactly steps compute; {@link Precision#AUTOMATIC} is mixed where the processor gains by it
 */
public record OptimizerSettings(
        Loss loss,
        List<Float> classWeights,
        Optimizer optimizer,
        double momentum,
        double clip,
        double decay,
        Precision precision) {
    /** Cross-entropy and Dice by Adam, gradients of a norm of up to 12, without decay. */
    public static final OptimizerSettings USUAL = new OptimizerSettings(
            Loss.CROSS_ENTROPY_AND_DICE, List.of(), Optimizer.ADAM, 0.99, 12, 0, Precision.AUTOMATIC);

    /**
     * Checks the numbers and copies the list.
     *
     * @throws StencilException if one is outside its range
     */
    public OptimizerSettings {
        if (!(momentum >= 0 && momentum < 1)) {
            throw StencilException.of("Momentum is %s but must be from 0 to below 1. Correct it.", momentum);
        }
        if (!(clip >= 0) || !(decay >= 0)) {
            throw StencilException.of("Clip is %s and decay %s but neither can be below 0. Correct them.", clip, decay);
        }
        classWeights = List.copyOf(classWeights);
    }

    /** Returns these settings with another loss. */
    public OptimizerSettings withLoss(Loss other) {
        return new OptimizerSettings(other, classWeights, optimizer, momentum, clip, decay, precision);
    }

    /** Returns these settings with a factor per class, from class 0 on. */
    public OptimizerSettings withClassWeights(List<Float> factors) {
        return new OptimizerSettings(loss, factors, optimizer, momentum, clip, decay, precision);
    }

    /** Returns these settings with another optimizer. */
    public OptimizerSettings withOptimizer(Optimizer other) {
        return new OptimizerSettings(loss, classWeights, other, momentum, clip, decay, precision);
    }

    /** Returns these settings with another momentum. */
    public OptimizerSettings withMomentum(double share) {
        return new OptimizerSettings(loss, classWeights, optimizer, share, clip, decay, precision);
    }

    /** Returns these settings with another largest norm of gradients. */
    public OptimizerSettings withClip(double norm) {
        return new OptimizerSettings(loss, classWeights, optimizer, momentum, norm, decay, precision);
    }

    /** Returns these settings with another decay of weights. */
    public OptimizerSettings withDecay(double share) {
        return new OptimizerSettings(loss, classWeights, optimizer, momentum, clip, share, precision);
    }

    /** Returns these settings with steps that compute more or less exactly. */
    public OptimizerSettings withPrecision(Precision other) {
        return new OptimizerSettings(loss, classWeights, optimizer, momentum, clip, decay, other);
    }

    /** Returns these settings with what automatic precision is here; loads TensorFlow. */
    public OptimizerSettings withKnownPrecision() {
        return precision == Precision.AUTOMATIC
                ? withPrecision(Processor.gainsByMixed() ? Precision.MIXED : Precision.FULL)
                : this;
    }
}
