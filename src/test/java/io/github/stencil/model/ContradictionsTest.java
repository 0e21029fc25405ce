// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.model.SavedModels.Layers;
import io.github.stencil.model.step.Normalization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.types.TInt32;

/** Cards and descriptions that say what cannot be, of the network or of themselves. */
class ContradictionsTest {
    private static final Layers THREE = (net, image) -> net.conv(image, 3, 1, 3, 1, 1);
    private static final PredictionSettings UNSCALED =
            PredictionSettings.USUAL.withNormalization(Normalization.of(Normalization.Method.NONE));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "input: {axes: bcyx} | takes float32 [any x any x any x 1], which is said to have the axes bcyx: its images would be 1 pixel wide. Correct",
                "input: {axes: byx} | takes float32 [any x any x any x 1], but its card says the axes byx. Correct",
                "output: {axes: byx} | gives float32 [any x any x any x 3], which is said to have the axes byx. Correct",
                "output: {axes: bzyxc} | gives float32 [any x any x any x 3], which is said to have the axes bzyxc. Correct",
                "output: {classes: [a, b, c, d]} | names 4 classes, but the output \"out\" has 3 channels. Correct stencil.yaml",
                "output: {meaning: labels} | says that the output \"out\" is labels, but it has 3 channels, of which labels have one.",
                "normalization: {method: none, low: 5} | gives low as \"5\" but it must be left out, as the method none has no percentiles",
                "normalization: {method: full-range, high: 99} | gives high as \"99\" but it must be left out"
            })
    void aCardThatCannotBeIsRefused(String card, String sentence) throws IOException {
        SavedModels.write(folder, 3, 1, THREE);
        Files.writeString(folder.resolve("stencil.yaml"), "stencil: 1\n" + card + "\n");
        assertThatThrownBy(() -> Model.open(folder))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[a, b, c]", "[]"})
    void namesForEachClassOrNoneAreFine(String names) throws IOException {
        SavedModels.write(folder, 3, 1, THREE);
        Files.writeString(folder.resolve("stencil.yaml"), "stencil: 1\noutput: {classes: %s}\n".formatted(names));
        assertThat(Model.open(folder).properties()).containsEntry("Output channels", "3");
    }

    @Test
    void labelsOfACardAreWholeNumbersOrRefusedByThePlane() throws IOException {
        SavedModels.write(folder, 3, 1, (net, image) -> net.tf.math.mul(image, net.tf.constant(0.5f)));
        Files.writeString(folder.resolve("stencil.yaml"), "stencil: 1\noutput: {meaning: labels}\n");
        Model model = Model.open(folder);
        AxisImage image = AxisImage.of(Images.noise(1, 8, 16, 12, 1, 3, 1));
        for (PredictionOutput output :
                List.of(PredictionOutput.LABELS, PredictionOutput.MASK, PredictionOutput.OBJECTS)) {
            assertThatThrownBy(
                            () -> model.predict(image, UNSCALED.withOutput(output), ImageStore.memory(), Progress.NONE))
                    .hasMessageStartingWith(
                            "The network gives values that are no labels (whole numbers up to 16,777,216) in slice 1 of");
        }
        model.predict(image, UNSCALED.withOutput(PredictionOutput.RAW), ImageStore.memory(), Progress.NONE);
        Files.delete(folder.resolve("saved_model.pb"));
        SavedModels.write(folder, 3, 1, (net, pixels) -> net.tf.math.mul(pixels, net.tf.constant(2f)));
        float[] labels = (float[]) Model.open(folder)
                .predict(image, UNSCALED, ImageStore.memory(), Progress.NONE)
                .copy(image.extent().interval());
        byte[] pixels = (byte[]) image.copy(image.extent().interval());
        for (int i = 0; i < labels.length; i++) {
            assertThat(labels[i]).isEqualTo(2 * (pixels[i] & 0xff));
        }
    }

    @ParameterizedTest
    @CsvSource({"16777216, true", "100000000, false"})
    void labelsAreNotRounded(int label, boolean taken) {
        SavedModels.write(
                folder,
                3,
                1,
                (net, image) -> net.tf.math.mul(
                        net.tf.dtypes.cast(net.tf.onesLike(image), TInt32.class), net.tf.constant(label)));
        Model model = Model.open(folder);
        AxisImage image = AxisImage.of(Images.noise(1, 8, 3, 2, 1, 1, 1));
        if (taken) {
            AxisImage labels = model.predict(image, UNSCALED, ImageStore.memory(), Progress.NONE);
            assertThat((float[]) labels.copy(labels.extent().interval())).containsOnly(label);
        } else {
            assertThatThrownBy(() -> model.predict(image, UNSCALED, ImageStore.memory(), Progress.NONE))
                    .hasMessageContaining("no labels (whole numbers up to 16,777,216) in \"");
        }
    }

    @Test
    void wholeNumbersOfSeveralChannelsAreNoLabels() {
        SavedModels.write(folder, 3, 1, (net, image) -> net.tf.dtypes.cast(THREE.apply(net, image), TInt32.class));
        Model model = Model.open(folder);
        AxisImage image = AxisImage.of(Images.noise(1, 8, 16, 12, 1, 1, 1));
        assertThatThrownBy(() -> model.predict(
                        image, UNSCALED.withOutput(PredictionOutput.PROBABILITIES), ImageStore.memory(), Progress.NONE))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("probabilities");
        AxisImage raw =
                model.predict(image, UNSCALED.withOutput(PredictionOutput.RAW), ImageStore.memory(), Progress.NONE);
        assertThat(raw.extent().channels()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"0.4.10, 3", "0.4.10, 2", "0.5.3, 3"})
    void aPackageOfOtherChannelsThanItsWeightsTakeIsRefused(String format, int channels) {
        SavedModels.write(folder.resolve("weights"), 3, 1, THREE);
        Packages.describe(folder, format, List.of(), List.of(), "");
        replace(
                format.startsWith("0.5") ? "channel_names: [one, two]" : "axes: byxc\n",
                format.startsWith("0.5")
                        ? "channel_names: [one, two, three]"
                        : "axes: byxc\n  shape: [1, 64, 64, %d]\n".formatted(channels));
        assertThatThrownBy(() -> Model.open(folder))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("describes an input of %d channels, but its weights take 1.".formatted(channels));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.4.10 | shape: [1, 0, 64, 1] | gives inputs.shape as \"0\" but it must be at least 1",
                "0.4.10 | shape: {min: [1, 0, 64, 1], step: [0, 8, 8, 0]} | as \"min 0, step 8\" but it must be a min of at least 1",
                "0.5.3 | 0 | gives inputs.axes.size as \"0\" but it must be at least 1",
                "0.5.3 | -3 | gives inputs.axes.size as \"-3\" but it must be at least 1",
                "0.5.3 | {min: 16, step: 9999} | as \"min 16, step 9999\" but it must be a min of at least 1 and a step of 1 to 4096"
            })
    void sizesThatNoImageHasAreRefused(String format, String size, String sentence) {
        SavedModels.write(folder.resolve("weights"), 3, 1, THREE);
        Packages.describe(folder, format, List.of(), List.of(), "");
        replace(
                format.startsWith("0.5") ? "id: y, size: {min: 1, step: 1}" : "axes: byxc\n",
                format.startsWith("0.5") ? "id: y, size: " + size : "axes: byxc\n  " + size + "\n");
        assertThatThrownBy(() -> Model.open(folder))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining(sentence);
    }

    private void replace(String from, String to) {
        Path file = folder.resolve("rdf.yaml");
        try {
            Files.writeString(file, Files.readString(file).replace(from, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
