// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import io.github.stencil.StencilException;
import io.github.stencil.model.step.Normalization;
import io.github.stencil.tensor.Precision;
import java.util.Optional;

/**
 * How to predict; {@link #USUAL} suits most, and what is to be otherwise is said by {@code with...} methods.
 *
 * @param output what to make
 * @param normalization how to scale pixels; empty for what the model says
 * @param threshold from which on a one-channel value is inside; 0 to 1 for probabilities
 * @param tile side of a tile in pixels, and in slices where the network takes volumes, rounded up to the network's step; 0
 *     for one that fits into memory
 * @param overlap pixels read round a tile, and along slices at most what the network needs; -1 for what it needs
 * @param precision how exactly to compute; {@link Precision#AUTOMATIC} is {@link Model#usualPrecision}
 * @param tta whether values are the mean over flips and quarter turns of the image (test-time augmentation), which takes
 *     eight times as long
 */
public record PredictionSettings(
        PredictionOutput output,
        Optional<Normalization> normalization,
        double threshold,
        int tile,
        int overlap,
        Precision precision,
        boolean tta) {
    /** Labels, with everything else chosen by the model and the memory. */
    public static final PredictionSettings USUAL =
            new PredictionSettings(PredictionOutput.LABELS, Optional.empty(), 0.5, 0, -1, Precision.AUTOMATIC, false);

    /**
     * Checks the numbers.
     *
     * @throws StencilException if one is outside its range
     */
    public PredictionSettings {
        if (tile < 0 || overlap < -1 || Double.isNaN(threshold)) {
            throw StencilException.of(
                    "The tile is %d, the overlap %d and the threshold %s but they must be numbers of at least 0, 0 and any, or the defaults 0, -1 and 0.5.",
                    tile, overlap, threshold);
        }
    }

    /** Returns these settings with or without test-time augmentation. */
    public PredictionSettings withTta(boolean on) {
        return new PredictionSettings(output, normalization, threshold, tile, overlap, precision, on);
    }

    /** Returns these settings with another output. */
    public PredictionSettings withOutput(PredictionOutput other) {
        return new PredictionSettings(other, normalization, threshold, tile, overlap, precision, tta);
    }

    /** Returns these settings with another threshold. */
    public PredictionSettings withThreshold(double value) {
        return new PredictionSettings(output, normalization, value, tile, overlap, precision, tta);
    }

    /** Returns these settings with another side of tiles and overlap, in pixels; 0 and -1 for what suits. */
    public PredictionSettings withTile(int side, int around) {
        return new PredictionSettings(output, normalization, threshold, side, around, precision, tta);
    }

    /** Returns these settings with another precision. */
    public PredictionSettings withPrecision(Precision other) {
        return new PredictionSettings(output, normalization, threshold, tile, overlap, other, tta);
    }

    /** Returns these settings with a way to scale pixels, whatever the model says. */
    public PredictionSettings withNormalization(Normalization other) {
        return withNormalization(Optional.of(other));
    }

    /** Returns these settings with a way to scale pixels; empty for what the model says. */
    public PredictionSettings withNormalization(Optional<Normalization> other) {
        return new PredictionSettings(output, other, threshold, tile, overlap, precision, tta);
    }
}
