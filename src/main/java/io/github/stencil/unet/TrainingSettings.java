package io.github.stencil.unet;

import io.github.stencil.StencilException;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelSet;
import io.github.stencil.unet.data.Augmentation;
import io.github.stencil.unet.data.Task;
import io.github.stencil.unet.graph.Loss;
import io.github.stencil.unet.graph.Optimizer;

/**
 * How to train; {@link #USUAL} suits a first-time user.
 *
 * @param task what labels mean; left open, they are looked at
 * @param space 2D or 3D
 * @param depth levels of the network
 * @param filters of the first level
 * @param patch side of the patches in pixels; 0 for 256 in 2D, or what fits into memory in 3D
 * @param batch patches per step; 0 for as many as fit into memory, at most 8
 * @param epochs at most so many
 * @param rate the first learning rate
 * @param schedule how it changes
 * @param optimizer how weights follow gradients
 * @param momentum of SGD
 * @param clip largest norm of a gradient; 0 for any
 * @param loss what is made small
 * @param borders weight w0 of the border map; 0 for none
 * @param ignore labels that do not count
 * @param dropout share of the activations dropped in the deepest levels
 * @param decay weight decay
 * @param batchnorm whether activations are normalised
 * @param augment how patches are varied
 * @param validation share of the images that is held back
 * @param patience epochs without a better validation IoU after which training ends
 * @param seed of everything random
 */
public record TrainingSettings(
        Task task,
        Space space,
        int depth,
        int filters,
        int patch,
        int batch,
        int epochs,
        double rate,
        Schedule schedule,
        Optimizer optimizer,
        double momentum,
        double clip,
        Loss loss,
        double borders,
        LabelSet ignore,
        double dropout,
        double decay,
        boolean batchnorm,
        Augmentation augment,
        double validation,
        int patience,
        long seed) {
    private static final int DEEPEST = 8;

    /** The defaults. */
    public static final TrainingSettings USUAL = new TrainingSettings(
            Task.AUTOMATIC,
            Space.PLANES,
            4,
            32,
            0,
            0,
            100,
            0.001,
            Schedule.PLATEAU,
            Optimizer.ADAM,
            0.99,
            12,
            Loss.CROSS_ENTROPY_AND_DICE,
            0,
            LabelSet.of(""),
            0,
            0,
            true,
            Augmentation.DEFAULT,
            0.2,
            20,
            1);

    /** Checks the numbers. */
    public TrainingSettings {
        if (depth < 1 || depth > DEEPEST || filters < 1 || filters > 1024) {
            throw StencilException.of(
                    "The network has depth %d and %d filters but must have 1 to %d levels and 1 to 1024 filters. Give 4 and 32, for example.",
                    depth, filters, DEEPEST);
        }
        if (patch < 0 || batch < 0) {
            throw StencilException.of(
                    "The patch is %d and the batch %d but neither can be below 0. Give 0 for what suits.",
                    patch, batch);
        }
        if (!(momentum >= 0 && momentum < 1) || !(dropout >= 0 && dropout < 1)) {
            throw StencilException.of(
                    "Momentum is %s and dropout %s but both must be from 0 to below 1. Correct them.",
                    momentum, dropout);
        }
        if (!(clip >= 0) || !(decay >= 0)) {
            throw StencilException.of("Clip is %s and decay %s but neither can be below 0. Correct them.", clip, decay);
        }
    }

    /** Returns these settings with another task. */
    TrainingSettings withTask(Task other) {
        return with(other, batch, patch);
    }

    /** Returns these settings with so many patches per step, of such a side. */
    TrainingSettings withPatches(int count, int side) {
        return with(task, count, side);
    }

    private TrainingSettings with(Task other, int count, int side) {
        return new TrainingSettings(
                other,
                space,
                depth,
                filters,
                side,
                count,
                epochs,
                rate,
                schedule,
                optimizer,
                momentum,
                clip,
                loss,
                borders,
                ignore,
                dropout,
                decay,
                batchnorm,
                augment,
                validation,
                patience,
                seed);
    }
}
