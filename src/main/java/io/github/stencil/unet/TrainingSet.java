// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import io.github.stencil.model.card.ObjectCard;
import io.github.stencil.model.step.Normalization;
import io.github.stencil.unet.data.BatchSource;
import io.github.stencil.unet.data.DataSettings;
import io.github.stencil.unet.data.PatchSettings;
import io.github.stencil.unet.data.Task;
import io.github.stencil.unet.data.TrainingData;
import java.util.List;

/**
 * What training needs of the data: patches to learn from, and whole images to judge by.
 *
 * @param batches the patches, still the caller's
 * @param heldBack the images that are held back; none where everything is learned from
 * @param classNames names of the classes, from class 0 on
 * @param data how images and labels became patches, and every image is to be scaled
 * @param patches how many patches of what size a step has, and how they are drawn
 * @param decoding how objects are made of the network's probabilities to judge it, where objects are learned
 */
record TrainingSet(
        BatchSource batches,
        List<HeldBack> heldBack,
        List<String> classNames,
        DataSettings data,
        PatchSettings patches,
        ObjectCard decoding) {
    TrainingSet {
        heldBack = List.copyOf(heldBack);
        classNames = List.copyOf(classNames);
    }

    /** Returns the training set of opened training data. */
    static TrainingSet of(TrainingData data, BatchSource batches, PatchSettings patches) {
        List<HeldBack> heldBack = data.validation().stream()
                .map(held -> new HeldBack(held.image(), () -> data.truth(held), data.objects(held)))
                .toList();
        ObjectCard decoding =
                ObjectCard.USUAL.withSmallest(data.smallestObject().orElse(0));
        return new TrainingSet(batches, heldBack, data.classNames(), data.settings(), patches, decoding);
    }

    /** Returns whether labels number objects. */
    boolean learnsObjects() {
        return data.task() == Task.OBJECTS;
    }

    /** Returns how the patches' pixels are scaled. */
    Normalization normalization() {
        return data.normalization();
    }
}
