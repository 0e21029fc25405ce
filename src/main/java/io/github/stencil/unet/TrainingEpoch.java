// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import java.util.List;

/**
 * What an epoch brought.
 *
 * @param epoch counted from 1
 * @param rate the learning rate
 * @param loss mean over the epoch's steps
 * @param validationLoss the same loss on the held-back images
 * @param meanIou mean of {@code iou} over the classes that occur
 * @param meanDice the same of {@code dice}
 * @param iou intersection over union per class on the held-back images, pixels pooled; NaN for a class that does not occur
 * @param dice Dice coefficient per class
 * @param objectF1 F1 of the held-back images' objects at an IoU of 0.5, counts pooled; NaN where no objects are learned
 * @param seconds how long it took, validation included
 */
public record TrainingEpoch(
        int epoch,
        double rate,
        double loss,
        double validationLoss,
        double meanIou,
        double meanDice,
        List<Double> iou,
        List<Double> dice,
        double objectF1,
        double seconds) {
    /** Copies the lists. */
    public TrainingEpoch {
        iou = List.copyOf(iou);
        dice = List.copyOf(dice);
    }
}
