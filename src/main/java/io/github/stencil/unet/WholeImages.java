// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import io.github.stencil.FileTrouble;
import io.github.stencil.Owned;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.TemporaryFolder;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.model.Model;
import io.github.stencil.model.PredictionOutput;
import io.github.stencil.model.PredictionSettings;
import io.github.stencil.tensor.Precision;
import io.github.stencil.unet.graph.NetworkFile;
import io.github.stencil.unet.graph.UNetShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Predicts whole images with a network that is still in training: through {@link Model}, from a temporary folder,
 * so that tiles and normalisation are those of Predict Masks.
 */
final class WholeImages implements Owned {
    private final TemporaryFolder folder;
    private int loads;

    WholeImages() {
        try {
            folder = TemporaryFolder.create("training");
        } catch (IOException e) {
            throw FileTrouble.writing("The temporary folder", e);
        }
    }

    /** A network that predicts until it is closed. */
    interface Loaded extends Owned {
        /** Predicts a 32-bit image with a channel of probabilities per output. */
        AxisImage probabilities(AxisImage image, Precision precision, ImageStore store, Progress progress);

        /** Predicts in full precision. */
        default AxisImage probabilities(AxisImage image, ImageStore store, Progress progress) {
            return probabilities(image, Precision.FULL, store, progress);
        }
    }

    Loaded load(NetworkFile network, UNetShape shape) {
        return new Tiled(network, shape);
    }

    private final class Tiled implements Loaded {
        /** A folder of its own: what is loaded is known by its folder and time, and times can be coarse. */
        private final Path place = folder.path().resolve("network" + ++loads);

        private final Model model;

        Tiled(NetworkFile network, UNetShape shape) {
            try {
                Files.createDirectories(place);
                Files.write(place.resolve(ModelFolder.GRAPH), network.bytes());
                ModelCardText.of("", "", "", List.of(), shape).write(place);
            } catch (IOException e) {
                throw StencilException.of(
                        e,
                        "The network in training could not be written to %s (%s). Make room there.",
                        place,
                        String.valueOf(e.getMessage()));
            }
            model = Model.made(place);
        }

        @Override
        public AxisImage probabilities(AxisImage image, Precision precision, ImageStore store, Progress progress) {
            Progress ticks = (done, total) -> progress.step(0, 0); // tiles of one image are not how far training is
            PredictionSettings settings = PredictionSettings.USUAL
                    .withOutput(PredictionOutput.PROBABILITIES)
                    .withPrecision(precision);
            return model.predict(image, settings, store, ticks);
        }

        @Override
        public void close() {
            model.unload(); // nobody will ask for this epoch's network again
            TemporaryFolder.delete(place);
        }
    }

    @Override
    public void close() {
        folder.close();
    }
}
