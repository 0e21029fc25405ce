// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.IJ;
import ij.ImagePlus;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.model.step.Normalization;
import io.github.stencil.tensor.chain.DeviceImage;
import io.github.stencil.tensor.chain.DeviceSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** What a network gives that is no number is an error that names the plane, whatever is made of it. */
class NotNumbersTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(PredictionOutput.class)
    void naNIsRefusedByItsPlane(PredictionOutput output) {
        Model model = Model.open(
                SavedModels.write(folder, 1, 1, (net, image) -> net.tf.math.sigmoid(rootOfTwoMinus(net, image))));
        refuses(model, stack(0), output, "no ", " in slice 2, frame 3 of \"stack\". Choose another normalization");
        assertThat(model.predict(AxisImage.of(empty()), as(output), ImageStore.memory(), Progress.NONE)
                        .extent()
                        .slices())
                .isEqualTo(2);
    }

    @Test
    void aModelOfVolumesNamesTheFrame() {
        Model model = Model.open(
                SavedModels.writeVolume(folder, 1, 1, (net, image) -> net.tf.math.sigmoid(rootOfTwoMinus(net, image))));
        refuses(model, stack(0), PredictionOutput.MASK, "no finite numbers (NaN or Infinity) in frame 3 of \"stack\".");
    }

    @Test
    void stepsBehindTheNetworkDoNotHideIt() {
        SavedModels.write(folder.resolve("weights"), 1, 1, (net, image) -> rootOfTwoMinus(net, image));
        Packages.describe(
                folder,
                "0.4.10",
                java.util.List.of(),
                java.util.List.of("{name: binarize, kwargs: {threshold: 0.5}}"),
                "");
        refuses(
                Model.open(folder),
                stack(0),
                PredictionOutput.RAW,
                "no numbers (NaN) in slice 2, frame 3 of \"stack\".");
    }

    @Test
    void infinityIsRefusedInProbabilitiesAndMasksButIsAValue() throws IOException {
        SavedModels.write(
                folder,
                1,
                1,
                (net, image) -> net.tf.math.div(net.tf.constant(1f), net.tf.math.sub(net.tf.constant(3f), image)));
        Files.writeString(folder.resolve("stencil.yaml"), "stencil: 1\noutput: {meaning: probabilities}\n");
        Model model = Model.open(folder);
        String sentence = "no finite numbers (NaN or Infinity) in slice 2, frame 3 of \"stack\".";
        refuses(model, stack(0), PredictionOutput.PROBABILITIES, sentence);
        refuses(model, stack(0), PredictionOutput.MASK, sentence);
        AxisImage raw =
                model.predict(AxisImage.of(stack(0)), as(PredictionOutput.RAW), ImageStore.memory(), Progress.NONE);
        assertThat((float[]) raw.copy(raw.extent().interval())).contains(Float.POSITIVE_INFINITY);
    }

    @Test
    void chainsOnTheDeviceRefuseItToo() {
        Model model = Model.open(
                SavedModels.write(folder, 1, 1, (net, image) -> net.tf.math.sigmoid(rootOfTwoMinus(net, image))));
        try (DeviceSession session = DeviceSession.open(Progress.NONE);
                DeviceImage there = DeviceImage.push(AxisImage.of(stack(0)), session)) {
            assertThatThrownBy(() ->
                            model.predict(there, as(PredictionOutput.MASK)).close())
                    .isInstanceOf(StencilException.class)
                    .hasMessageContaining(" in slice 2, frame 3 of \"stack\".");
        }
    }

    @Test
    void whatIsMadeOfZerosIsNoReasonAgainstAModelThatIsTried() {
        Model model = Model.open(SavedModels.write(
                folder,
                1,
                1,
                (net, image) -> net.tf.math.sigmoid(net.tf.math.div(image, net.tf.math.mul(image, image)))));
        AxisImage zeros = AxisImage.of(IJ.createImage("zeros", "32-bit black", 64, 64, 1));
        refuses(model, zeros.imagePlus(), PredictionOutput.RAW, "no numbers");
        PredictionSettings settings = as(PredictionOutput.RAW);
        assertThat(new Predictor(model.read(), zeros, settings, Progress.NONE, false)
                        .run(ImageStore.memory())
                        .extent()
                        .width())
                .isEqualTo(64);
    }

    /** NaN where a pixel is above 2. */
    private static Operand<TFloat32> rootOfTwoMinus(SavedModels.Net net, Operand<TFloat32> image) {
        return net.tf.math.sqrt(net.tf.math.sub(net.tf.constant(2f), image));
    }

    private static ImagePlus empty() {
        ImagePlus stack = IJ.createHyperStack("stack", 70, 50, 1, 2, 3, 32);
        stack.setTitle("stack");
        return stack;
    }

    /** One pixel in slice 2 of frame 3 is 3. */
    private static ImagePlus stack(int at) {
        ImagePlus stack = empty();
        stack.getStack().getProcessor(stack.getStackIndex(1, 2, 3)).setf(at, 3);
        return stack;
    }

    private static PredictionSettings as(PredictionOutput output) {
        return PredictionSettings.USUAL
                .withOutput(output)
                .withNormalization(Normalization.of(Normalization.Method.NONE));
    }

    private static void refuses(Model model, ImagePlus image, PredictionOutput output, String... sentence) {
        assertThatThrownBy(() -> model.predict(AxisImage.of(image), as(output), ImageStore.memory(), Progress.NONE))
                .isInstanceOf(StencilException.class)
                .hasMessageContainingAll(sentence);
    }
}
