// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import io.github.stencil.StencilException;
import io.github.stencil.image.Description;
import io.github.stencil.image.PixelType;
import io.github.stencil.model.card.Meaning;
import io.github.stencil.model.graph.ModelSignature;
import io.github.stencil.model.step.Recipe;
import org.tensorflow.proto.DataType;

/** Whether a model can predict an image with some settings. */
final class PredictionCheck {
    private PredictionCheck() {}

    /**
     * Refuses what does not fit.
     *
     * @throws StencilException if the image or the settings do not fit the model
     */
    static void of(ReadModel model, Description image, PredictionSettings settings, Recipe recipe) {
        model.heads().refuseUnlessChosen();
        ModelSignature signature = model.signature();
        int channels = image.extent().channels();
        if (signature.channels() > 0 && signature.channels() != channels) {
            throw StencilException.of(
                    "\"%s\" has %d channel%s but the model takes %d. %s, or pick a model trained on %d.",
                    image.title(),
                    channels,
                    channels == 1 ? "" : "s",
                    signature.channels(),
                    channels > signature.channels() ? "Split the channels" : "Merge the channels that it wants",
                    channels);
        }
        if (signature.volume() && image.extent().slices() == 1 && image.extent().frames() > 1) {
            throw StencilException.of(
                    "\"%s\" has 1 slice and %d frames but the model takes volumes. If the frames are slices, say so with Image > Properties.",
                    image.title(), image.extent().frames());
        }
        if (signature.batch() > 1) {
            throw StencilException.of(
                    "The model takes exactly %d images at a time. Export it with a free number of samples, or with one.",
                    signature.batch());
        }
        boolean bytes = signature.inputType() == DataType.DT_UINT8;
        if (bytes && image.type() != PixelType.UINT8 && recipe.steps().isEmpty()) {
            throw StencilException.of(
                    "\"%s\" is %d-bit but the model takes 8-bit pixels. Convert the image to 8-bit.",
                    image.title(), image.type().bits());
        }
        if (bytes && settings.normalization().isPresent() && !recipe.steps().isEmpty()) {
            throw StencilException.of(
                    "The model takes 8-bit pixels as they are, so the normalization %s cannot be used. Choose From model or None.",
                    settings.normalization().get().method());
        }
        if (recipe.channels() > 1 && recipe.channels() != channels) {
            throw StencilException.of(
                    "\"%s\" has %d channel%s but the model's preprocessing is made for %d. Give an image with %d channels.",
                    image.title(), channels, channels == 1 ? "" : "s", recipe.channels(), recipe.channels());
        }
        PredictionResult.check(model, settings.output());
        if (settings.tta() && !model.head().after().isEmpty()) {
            throw new StencilException(
                    "The model's package has steps after the network, of which a mean over flips and turns makes no sense. Switch tta off.");
        }
        if (settings.tta() && (model.meaning() == Meaning.LABELS || signature.integer())) {
            throw new StencilException(
                    "The model gives labels, which have no mean over flips and turns. Switch tta off.");
        }
    }
}
