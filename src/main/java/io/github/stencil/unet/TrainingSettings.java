// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import io.github.stencil.StencilException;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelSet;
import io.github.stencil.model.step.Normalization;
import io.github.stencil.tensor.Precision;
import io.github.stencil.unet.data.Augmentation;
import io.github.stencil.unet.data.DataSettings;
import io.github.stencil.unet.data.Task;
import io.github.stencil.unet.graph.Loss;
import io.github.stencil.unet.graph.Optimizer;
import io.github.stencil.unet.graph.OptimizerSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How to train; {@link #USUAL} suits a first-time user, and what is to be otherwise is said by {@code with...} methods:
 * {@code TrainingSettings.USUAL.withDepth(3).withEpochs(50)}.
 *
 * @param data what labels mean, and what is held back
 * @param network what is trained
 * @param patches which patches it sees
 * @param learning how weights follow gradients
 * @param pace how long it learns, and how fast
 */
public record TrainingSettings(
        DataSettings data,
        NetworkSettings network,
        PatchWishes patches,
        OptimizerSettings learning,
        TrainingSchedule pace) {
    /** The defaults. */
    public static final TrainingSettings USUAL = new TrainingSettings(
            DataSettings.USUAL,
            NetworkSettings.USUAL,
            PatchWishes.USUAL,
            OptimizerSettings.USUAL,
            TrainingSchedule.USUAL);

    /**
     * Checks that pixels are scaled as the networks that are written scale them.
     *
     * @throws StencilException if they are not scaled by percentiles
     */
    public TrainingSettings {
        if (data.normalization().method() != Normalization.Method.PERCENTILES) {
            throw StencilException.of(
                    "Pixels are to be scaled by %s but networks are trained on pixels scaled by percentiles. Give those.",
                    data.normalization());
        }
    }

    /** Returns these settings with what labels mean; {@link Task#AUTOMATIC} looks at them. */
    public TrainingSettings withTask(Task other) {
        return new TrainingSettings(data.withTask(other), network, patches, learning, pace);
    }

    /** Returns these settings with planes or volumes to learn from. */
    public TrainingSettings withSpace(Space other) {
        return new TrainingSettings(data.withSpace(other), network, patches, learning, pace);
    }

    /** Returns these settings with labels whose pixels do not count. */
    public TrainingSettings withIgnore(LabelSet labels) {
        return new TrainingSettings(data.withIgnore(labels), network, patches, learning, pace);
    }

    /** Returns these settings with a share of the images, 0 to below 1, that is held back to judge by. */
    public TrainingSettings withValidation(double share) {
        return new TrainingSettings(data.withValidation(share), network, patches, learning, pace);
    }

    /** Returns these settings with so many levels of the network. */
    public TrainingSettings withDepth(int levels) {
        return new TrainingSettings(data, network.withDepth(levels), patches, learning, pace);
    }

    /** Returns these settings with so many filters in the first level. */
    public TrainingSettings withFilters(int count) {
        return new TrainingSettings(data, network.withFilters(count), patches, learning, pace);
    }

    /** Returns these settings with activations normalised or not. */
    public TrainingSettings withBatchnorm(boolean on) {
        return new TrainingSettings(data, network.withBatchnorm(on), patches, learning, pace);
    }

    /** Returns these settings with another share of dropped activations. */
    public TrainingSettings withDropout(double share) {
        return new TrainingSettings(data, network.withDropout(share), patches, learning, pace);
    }

    /** Returns these settings with patches of another side; 0 for what suits. */
    public TrainingSettings withPatch(int pixels) {
        return new TrainingSettings(data, network, patches.withSide(pixels), learning, pace);
    }

    /** Returns these settings with so many patches per step; 0 for as many as fit. */
    public TrainingSettings withBatch(int count) {
        return new TrainingSettings(data, network, patches.withBatch(count), learning, pace);
    }

    /** Returns these settings with so many steps per epoch; 0 for what suits. */
    public TrainingSettings withSteps(int count) {
        return new TrainingSettings(data, network, patches.withSteps(count), learning, pace);
    }

    /** Returns these settings with patches varied in other ways. */
    public TrainingSettings withAugment(Augmentation other) {
        return new TrainingSettings(data, network, patches.withAugment(other), learning, pace);
    }

    /** Returns these settings with another weight of the border map; 0 for none. */
    public TrainingSettings withBorders(double w0) {
        return new TrainingSettings(data, network, patches.withBorders(w0), learning, pace);
    }

    /** Returns these settings with another loss. */
    public TrainingSettings withLoss(Loss other) {
        return new TrainingSettings(data, network, patches, learning.withLoss(other), pace);
    }

    /** Returns these settings with another optimizer. */
    public TrainingSettings withOptimizer(Optimizer other) {
        return new TrainingSettings(data, network, patches, learning.withOptimizer(other), pace);
    }

    /** Returns these settings with another momentum of SGD. */
    public TrainingSettings withMomentum(double share) {
        return new TrainingSettings(data, network, patches, learning.withMomentum(share), pace);
    }

    /** Returns these settings with another largest norm of gradients; 0 for any. */
    public TrainingSettings withClip(double norm) {
        return new TrainingSettings(data, network, patches, learning.withClip(norm), pace);
    }

    /** Returns these settings with another decay of weights. */
    public TrainingSettings withDecay(double share) {
        return new TrainingSettings(data, network, patches, learning.withDecay(share), pace);
    }

    /** Returns these settings with steps that compute more or less exactly. */
    public TrainingSettings withPrecision(Precision other) {
        return new TrainingSettings(data, network, patches, learning.withPrecision(other), pace);
    }

    /** Returns these settings with at most so many epochs. */
    public TrainingSettings withEpochs(int count) {
        return new TrainingSettings(data, network, patches, learning, pace.withEpochs(count));
    }

    /** Returns these settings with another first learning rate. */
    public TrainingSettings withRate(double first) {
        return new TrainingSettings(data, network, patches, learning, pace.withRate(first));
    }

    /** Returns these settings with a rate that changes in another way. */
    public TrainingSettings withSchedule(Schedule other) {
        return new TrainingSettings(data, network, patches, learning, pace.withSchedule(other));
    }

    /** Returns these settings with another patience, in 50 steps. */
    public TrainingSettings withPatience(int count) {
        return new TrainingSettings(data, network, patches, learning, pace.withPatience(count));
    }

    /** Returns these settings with another seed of everything random. */
    public TrainingSettings withSeed(long other) {
        return new TrainingSettings(data.withSeed(other), network, patches, learning, pace.withSeed(other));
    }

    /** Returns the settings by the names that commands have for them, in the order to show. */
    Map<String, Object> named() {
        Map<String, Object> named = new LinkedHashMap<>();
        named.put("task", data.task());
        named.put("space", data.space());
        named.put("depth", network.depth());
        named.put("filters", network.filters());
        named.put("patch", patches.side());
        named.put("batch", patches.batch());
        named.put("steps", patches.steps());
        named.put("epochs", pace.epochs());
        named.put("rate", pace.rate());
        named.put("schedule", pace.schedule());
        named.put("optimizer", learning.optimizer());
        named.put("momentum", learning.momentum());
        named.put("clip", learning.clip());
        named.put("loss", learning.loss());
        named.put("borders", patches.borders());
        named.put("ignore", data.ignore().toString());
        named.put("dropout", network.dropout());
        named.put("decay", learning.decay());
        named.put("batchnorm", network.batchnorm());
        named.put("augment", patches.augment());
        named.put("validation", data.validation());
        named.put("patience", pace.patience());
        named.put("seed", pace.seed());
        return named;
    }
}
