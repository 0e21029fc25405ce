// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.PixelType;
import io.github.stencil.model.trust.KnownModels;
import io.github.stencil.model.trust.Trial;
import io.github.stencil.tensor.Device;
import io.github.stencil.tensor.TensorRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process in which {@link Trial} runs a model: it writes how that went into a file, if it comes to that. */
final class TrialProcess {
    private static final int SIDE = 32;

    private TrialProcess() {}

    /** Runs a model on an image of zeros. Its arguments are those that {@link Trial} gives. */
    public static void main(String[] args) throws IOException {
        endWithParent();
        String answer;
        try {
            TensorRuntime.choose(Device.of(args[5]), 0);
            ReadModel model = ReadModel.open(Path.of(args[1]), Path.of(args[2]), Trial.usual(TrialProcess.class))
                    .with(KnownModels.Fact.TRUSTED) // the process that has started this one has settled that
                    .with(KnownModels.Fact.RAN)
                    .withHead(args[6]);
            int channels = Integer.parseInt(args[4]);
            Object zeros = PixelType.valueOf(args[3]).createArray(SIDE * SIDE * channels);
            AxisImage image = SelfTest.image(zeros, "xyc", SIDE, SIDE, channels);
            PredictionSettings settings = PredictionSettings.USUAL.withOutput(PredictionOutput.RAW);
            // what a model makes of zeros may be no numbers, and that is no reason against it
            new Predictor(model, image, settings, Progress.NONE, false).run(ImageStore.memory());
            answer = Trial.RAN;
        } catch (StencilException e) {
            answer = e.getMessage();
        } catch (OutOfMemoryError e) { // of this process, which ends; the answer is all that leaves it
            answer =
                    "The model %s takes more memory than there is, even for one tile. Close images, or choose another model."
                            .formatted(args[1]);
        }
        Path part = Path.of(args[0] + ".part");
        Files.writeString(part, answer);
        Files.move(part, Path.of(args[0]));
        Runtime.getRuntime().halt(0); // what the native library does at the end of a process is of no interest
    }

    /** Ends when the process that waits for the answer has ended, which closes the pipe between them. */
    private static void endWithParent() {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            Thread.onSpinWait();
                        }
                    } catch (IOException e) {
                        // a broken pipe is an end too
                    }
                    Runtime.getRuntime().halt(1);
                },
                "end with parent");
        watch.setDaemon(true);
        watch.start();
    }
}
