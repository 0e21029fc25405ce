// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelKind;
import io.github.stencil.label.LabelKinds;
import io.github.stencil.label.LabelSet;
import io.github.stencil.model.step.Normalization;
import java.util.List;
import java.util.function.Supplier;

/**
 * How images and labels become training data.
 *
 * @param task what labels mean; left open, they are looked at
 * @param space whether each plane or the volume of each frame is a case
 * @param ignore labels whose pixels do not count
 * @param validation the fraction of images that is held back, 0 to below 1
 * @param normalization how pixels are scaled, per channel over a whole case
 * @param seed of the split and of all patches
 * @param target what class 2 is where objects are learned
 */
public record DataSettings(
        Task task,
        Space space,
        LabelSet ignore,
        double validation,
        Normalization normalization,
        long seed,
        ObjectTarget target) {
    /** Planes whose labels are looked at, and otherwise as {@link #of}. */
    public static final DataSettings USUAL = of(Task.AUTOMATIC, Space.PLANES);

    /**
     * Checks the fraction.
     *
     * @throws StencilException if it is none
     */
    public DataSettings {
        if (!(validation >= 0 && validation < 1)) {
            throw StencilException.of(
                    "The validation fraction is %s but must be at least 0 and below 1. Give one such as 0.2.",
                    validation);
        }
    }

    /**
     * Returns these settings with the task that the labels tell if it is left open, and says so.
     *
     * @throws StencilException if it cannot be told
     */
    DataSettings decided(List<LabelledImage> images, Progress progress) {
        if (task != Task.AUTOMATIC) {
            return this;
        }
        List<Supplier<AxisImage>> maps = images.stream()
                .map(image -> (Supplier<AxisImage>) () -> image.labels().image())
                .toList();
        LabelKind labels = LabelKinds.look(maps, space, ignore::contains, progress);
        Task told = Task.of(labels);
        progress.say("The task is %s, as %s.".formatted(told, labels.reason()));
        return withTask(told);
    }

    /** Returns these settings with another task. */
    public DataSettings withTask(Task other) {
        return new DataSettings(other, space, ignore, validation, normalization, seed, target);
    }

    /** Returns these settings with planes or volumes as cases. */
    public DataSettings withSpace(Space other) {
        return new DataSettings(task, other, ignore, validation, normalization, seed, target);
    }

    /** Returns these settings with other labels whose pixels do not count. */
    public DataSettings withIgnore(LabelSet labels) {
        return new DataSettings(task, space, labels, validation, normalization, seed, target);
    }

    /** Returns these settings with another fraction of images held back. */
    public DataSettings withValidation(double fraction) {
        return new DataSettings(task, space, ignore, fraction, normalization, seed, target);
    }

    /** Returns these settings with pixels scaled in another way. */
    public DataSettings withNormalization(Normalization other) {
        return new DataSettings(task, space, ignore, validation, other, seed, target);
    }

    /** Returns these settings with another seed. */
    public DataSettings withSeed(long other) {
        return new DataSettings(task, space, ignore, validation, normalization, other, target);
    }

    /** Returns these settings with another meaning of class 2 where objects are learned. */
    public DataSettings withTarget(ObjectTarget other) {
        return new DataSettings(task, space, ignore, validation, normalization, seed, other);
    }

    /** Returns the settings that a first-time user gets: a fifth held back, percentiles 1 and 99.8, seed 1. */
    public static DataSettings of(Task task, Space space) {
        return new DataSettings(task, space, LabelSet.of(""), 0.2, Normalization.PERCENTILES, 1, ObjectTarget.TOUCHING);
    }
}
