// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import io.github.stencil.image.AxisImage;
import io.github.stencil.model.card.ObjectCard;
import io.github.stencil.model.step.Normalization;
import io.github.stencil.tensor.Precision;
import io.github.stencil.unet.graph.ParameterLayout;
import io.github.stencil.unet.graph.UNetShape;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is said about a trained network beside its weights.
 *
 * @param folder where the model lies
 * @param layout the network's
 * @param classes names of the classes, from class 0 on
 * @param normalization what the network expects
 * @param objects how objects are made of its probabilities; empty if it learned none
 * @param precision how exactly it need compute; {@link Precision#AUTOMATIC} where nobody tried
 * @param settings how it was trained, by name, in the order to write
 * @param example an image to test with and to show
 */
record TrainedModel(
        Path folder,
        ParameterLayout layout,
        List<String> classes,
        Normalization normalization,
        Optional<ObjectCard> objects,
        Precision precision,
        Map<String, Object> settings,
        Optional<AxisImage> example) {
    /** Keeps the classes as they are now. */
    TrainedModel {
        classes = List.copyOf(classes);
    }

    /** Returns this model with how objects are made of its probabilities. */
    TrainedModel withChoice(ObjectTuning.Choice choice) {
        return new TrainedModel(
                folder,
                layout,
                classes,
                normalization,
                Optional.of(choice.card()),
                choice.precision(),
                settings,
                example);
    }

    /** Returns the name of the model, which is its folder's. */
    String name() {
        Path last = folder.toAbsolutePath().normalize().getFileName();
        return last == null ? "model" : last.toString();
    }

    /** Returns what a checkpoint's best network is, and its validation IoU, in one line. */
    String description(Checkpoint checkpoint) {
        UNetShape shape = layout.shape();
        return String.format(
                Locale.ROOT,
                "%s U-Net, %d channel%s, classes %s; validation IoU %.4f after %d epochs",
                shape.volume() ? "3D" : "2D",
                shape.channels(),
                shape.channels() == 1 ? "" : "s",
                String.join(", ", classes),
                checkpoint
                        .history()
                        .epochs()
                        .get(checkpoint.stopping().best() - 1)
                        .meanIou(),
                checkpoint.stopping().best());
    }
}
