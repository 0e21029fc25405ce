package io.github.stencil.unet;

import io.github.stencil.StencilException;
import io.github.stencil.axes.Space;
import io.github.stencil.label.LabelSet;
import io.github.stencil.model.Normalization;

/**
 * How images and labels become training data.
 *
 * @param task what labels mean
 * @param space whether each plane or the volume of each frame is a case
 * @param ignore labels whose pixels do not count
 * @param validation the fraction of images that is held back, 0 to below 1
 * @param normalization how pixels are scaled, per channel over a whole case
 * @param seed of the split and of all patches
 */
public record DataSettings(
        Task task, Space space, LabelSet ignore, double validation, Normalization normalization, long seed) {

    /** Checks the fraction. */
    public DataSettings {
        if (!(validation >= 0 && validation < 1)) {
            throw StencilException.of(
                    "The validation fraction is %s but must be at least 0 and below 1. Give one such as 0.2.",
                    validation);
        }
    }

    /** Returns the settings that a first-time user gets: a fifth held back, percentiles 1 and 99.8, seed 1. */
    public static DataSettings of(Task task, Space space) {
        return new DataSettings(task, space, LabelSet.of(""), 0.2, Normalization.PERCENTILES, 1);
    }
}
