// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ij.ImagePlus;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.model.SavedModels.Layers;
import io.github.stencil.model.step.Normalization;
import io.github.stencil.tensor.chain.DeviceImage;
import io.github.stencil.tensor.chain.DeviceSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** Networks that give logits: what is made of them, and only if the card says so. */
class LogitsTest {
    private static final int PIXELS = 24 * 16;
    private static final PredictionSettings UNSCALED =
            PredictionSettings.USUAL.withNormalization(Normalization.of(Normalization.Method.NONE));

    @TempDir
    private Path folder;

    private final ImagePlus image = Images.noise(5, 32, 24, 16, 1, 1, 1);

    @Test
    void ofSeveralChannelsTheLargestLogitIsTheLabelWithAndWithoutASoftmax() throws IOException {
        float[] raw = values(model(3, "meaning: logits"), PredictionOutput.RAW);
        byte[] labels = bytes(model(3, "meaning: logits"), PredictionOutput.LABELS);
        for (int i = 0; i < PIXELS; i++) {
            int best = raw[i] >= raw[PIXELS + i] ? 0 : 1;
            best = raw[best * PIXELS + i] >= raw[2 * PIXELS + i] ? best : 2;
            assertThat(labels[i]).isEqualTo((byte) best);
        }
        assertThat(labels).contains(0, 1, 2);
        assertThat(bytes(model(3, "activation: softmax"), PredictionOutput.LABELS))
                .isEqualTo(labels);
        assertThat(bytes(model(3, "activation: sigmoid"), PredictionOutput.LABELS))
                .isEqualTo(labels);
        byte[] mask = bytes(model(3, "meaning: logits"), PredictionOutput.MASK);
        for (int i = 0; i < PIXELS; i++) {
            assertThat(mask[i]).isEqualTo((byte) (labels[i] == 0 ? 0 : 255));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.9, 0.2, 0, 1, 2})
    void ofOneChannelAPixelIsInsideWhereItsProbabilityWouldReachTheThreshold(double threshold) throws IOException {
        float[] raw = values(model(1, "meaning: logits"), PredictionOutput.RAW);
        PredictionSettings settings = UNSCALED.withOutput(PredictionOutput.MASK).withThreshold(threshold);
        byte[] logits = (byte[]) pixels(model(1, "meaning: logits"), settings);
        byte[] activated = (byte[]) pixels(model(1, "activation: sigmoid"), settings);
        int inside = 0;
        for (int i = 0; i < PIXELS; i++) {
            double probability = 1 / (1 + Math.exp(-raw[i]));
            if (Math.abs(probability - threshold) > 1e-5) {
                assertThat(logits[i]).isEqualTo((byte) (probability >= threshold ? 255 : 0));
                assertThat(activated[i]).isEqualTo(logits[i]);
            }
            inside += logits[i] == 0 ? 0 : 1;
        }
        if (threshold == 0.5) {
            assertThat(inside).isBetween(10, PIXELS - 10);
        }
    }

    @ParameterizedTest
    @CsvSource({"sigmoid, 3", "softmax, 3", "sigmoid, 1"})
    void probabilitiesAreWhatTheCardsActivationMakesAndRawStaysRaw(String activation, int channels) throws IOException {
        float[] raw = values(model(channels, "meaning: logits"), PredictionOutput.RAW);
        Model model = model(channels, "activation: " + activation);
        assertThat(values(model, PredictionOutput.RAW)).isEqualTo(raw);
        float[] probabilities = values(model, PredictionOutput.PROBABILITIES);
        for (int i = 0; i < PIXELS; i++) {
            double sum = 0;
            for (int c = 0; c < channels; c++) {
                sum += Math.exp(raw[c * PIXELS + i]);
            }
            for (int c = 0; c < channels; c++) {
                float value = raw[c * PIXELS + i];
                double wanted = activation.equals("softmax") ? Math.exp(value) / sum : 1 / (1 + Math.exp(-value));
                assertThat((double) probabilities[c * PIXELS + i]).isCloseTo(wanted, within(1e-5));
            }
        }
        assertThat(model.properties())
                .containsEntry("Activation", activation)
                .containsEntry("Output means", "probabilities");
    }

    @Test
    void withoutAnActivationThereAreNoProbabilities() throws IOException {
        for (int channels : List.of(1, 3)) {
            Model model = model(channels, "meaning: logits");
            assertThat(model.properties()).containsEntry("Output means", "logits");
            assertThatThrownBy(() -> values(model, PredictionOutput.PROBABILITIES))
                    .isInstanceOf(StencilException.class)
                    .hasMessageContaining("gives logits, not probabilities")
                    .hasMessageContaining("activation: softmax");
        }
    }

    @Test
    void withoutACardNobodyKnowsThatOneChannelIsALogit() {
        Model model = Model.open(SavedModels.write(folder.resolve("silent"), 3, 1, linear(1)));
        for (PredictionOutput output : PredictionOutput.values()) {
            if (output != PredictionOutput.RAW) {
                assertThatThrownBy(() -> pixels(model, UNSCALED.withOutput(output)))
                        .hasMessageContaining("as with output: {meaning: logits}.");
            }
        }
        assertThat(model.properties()).containsEntry("Output means", "unknown");
    }

    @Test
    void severalChannelsOfALinearOutputAreTakenForLogitsAndItIsSaid() throws IOException {
        Model model = Model.open(SavedModels.write(folder.resolve("silent"), 3, 1, linear(3)));
        List<String> said = new ArrayList<>();
        for (PredictionOutput output :
                List.of(PredictionOutput.LABELS, PredictionOutput.MASK, PredictionOutput.OBJECTS)) {
            said.clear();
            AxisImage result = model.predict(
                    AxisImage.of(image), UNSCALED.withOutput(output), ImageStore.memory(), Said.into(said));
            assertThat(result.copy(result.extent().interval())).isEqualTo(bytes(model(3, "meaning: logits"), output));
            assertThat(said)
                    .contains(
                            "The 3 channels of the output are taken for logits: a pixel belongs to the class whose channel is largest.");
        }
        said.clear();
        model.predict(
                AxisImage.of(image), UNSCALED.withOutput(PredictionOutput.RAW), ImageStore.memory(), Said.into(said));
        assertThat(said).noneMatch(line -> line.contains("logits"));
        assertThat(model.properties()).containsEntry("Output means", "unknown, and taken for logits");
        assertThatThrownBy(() -> values(model, PredictionOutput.PROBABILITIES))
                .hasMessageContaining("gives logits, not probabilities")
                .hasMessageContaining("output: {activation: softmax}");
        assertThatThrownBy(() -> bytes(model(3, "meaning: values"), PredictionOutput.LABELS))
                .hasMessageContaining("its card says that they are values");
    }

    @ParameterizedTest
    @CsvSource({
        "bias, true",
        "added, true",
        "resized, true",
        "sum of two, true",
        "relu, false",
        "tanh, false",
        "image alone, false",
        "product of two, false",
        "relu and bias, false"
    })
    void onlyASumOfProductsIsTakenForLogits(String network, boolean taken) {
        Model model = Model.open(SavedModels.write(folder.resolve("model"), 3, 3, (net, input) -> {
            Operand<TFloat32> conv = net.conv(input, 3, 3, 3, 1, 1);
            Operand<TFloat32> bias = net.weights(3);
            return switch (network) {
                case "bias" -> net.tf.nn.biasAdd(conv, bias);
                case "added" -> net.tf.math.add(bias, conv);
                case "resized" -> net.up(net.conv(input, 3, 3, 3, 2, 1));
                case "sum of two" -> net.tf.math.add(conv, net.conv(input, 1, 3, 3, 1, 1));
                case "relu" -> net.relu(conv);
                case "tanh" -> net.tf.math.tanh(conv);
                case "image alone" -> net.tf.math.add(input, bias);
                case "product of two" -> net.tf.math.mul(conv, conv);
                default -> net.tf.math.add(net.relu(conv), bias);
            };
        }));
        assertThat(model.properties())
                .containsEntry("Output means", taken ? "unknown, and taken for logits" : "unknown");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whereTheGraphDoesNotTellHowManyChannelsThereAreTheRunDoes(int channels) {
        Model model = Model.open(SavedModels.write(
                folder.resolve("open"),
                3,
                1,
                (net, input) -> net.upTransposed(net.pool(net.conv(input, 3, 1, channels, 1, 1)), channels)));
        assertThat(model.properties())
                .containsEntry("Output channels", "any")
                .containsEntry("Output means", "unknown, and taken for logits if they have several channels");
        if (channels == 1) {
            assertThatThrownBy(() -> bytes(model, PredictionOutput.LABELS))
                    .hasMessageContaining("it is one channel of a linear operation")
                    .hasMessageContaining("as with output: {meaning: logits}.");
        } else {
            assertThat(bytes(model, PredictionOutput.LABELS)).contains(0, 1, 2).hasSize(PIXELS);
        }
    }

    @Test
    void anEditedCardCountsAtOnce() throws IOException {
        float[] raw = values(model(1, "meaning: logits"), PredictionOutput.RAW);
        float[] one = values(model(1, "activation: sigmoid"), PredictionOutput.PROBABILITIES);
        float[] other = values(model(1, "meaning: probabilities"), PredictionOutput.PROBABILITIES);
        assertThat(one).isNotEqualTo(raw);
        assertThat(other).isEqualTo(raw);
    }

    @Test
    void onTheDeviceTheMaskIsTheSame() throws IOException {
        for (String card : List.of("meaning: logits", "activation: sigmoid")) {
            Model model = model(1, card);
            PredictionSettings settings = UNSCALED.withOutput(PredictionOutput.MASK);
            byte[] expected = (byte[]) pixels(model, settings);
            try (DeviceSession session = DeviceSession.open(Progress.NONE);
                    DeviceImage pushed = DeviceImage.push(AxisImage.of(image), session);
                    DeviceImage mask = model.predict(pushed, settings)) {
                AxisImage pulled = mask.pull();
                assertThat((byte[]) pulled.copy(pulled.extent().interval())).isEqualTo(expected);
            }
        }
    }

    @Test
    void flipsAndTurnsAreAveragedBeforeTheActivation() throws IOException {
        float[] logits = (float[]) pixels(
                model(1, "meaning: logits"),
                UNSCALED.withOutput(PredictionOutput.RAW).withTta(true));
        float[] probabilities = (float[]) pixels(
                model(1, "activation: sigmoid"),
                UNSCALED.withOutput(PredictionOutput.PROBABILITIES).withTta(true));
        for (int i = 0; i < PIXELS; i++) {
            assertThat((double) probabilities[i]).isCloseTo(1 / (1 + Math.exp(-logits[i])), within(1e-5));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sigmoid | meaning: logits | says that the output \"out\" is logits, but the network gives probabilities",
                "sigmoid | activation: sigmoid | says that the output \"out\" is logits, but the network gives probabil",
                "linear | activation: softmax | gives the output \"out\" a softmax, but it has one channel",
                "linear | {meaning: values, activation: sigmoid} | is values, and then gives it the activation sigmoid",
                "linear | {meaning: labels, activation: sigmoid} | is labels, and then gives it the activation sigmoid",
                "linear | activation: tanh | gives activation as \"tanh\" but it must be one of sigmoid, softmax, none."
            })
    void aCardThatContradictsTheNetworkOrItselfIsRefused(String network, String card, String sentence)
            throws IOException {
        Layers layers = network.equals("linear")
                ? linear(1)
                : (net, input) -> net.tf.math.sigmoid(net.conv(input, 3, 1, 1, 1, 1));
        SavedModels.write(folder, 3, 1, layers);
        String output = card.startsWith("{") ? card : "{" + card + "}";
        Files.writeString(folder.resolve("stencil.yaml"), "stencil: 1\noutput: " + output + "\n");
        assertThatThrownBy(() -> Model.open(folder))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining(sentence);
    }

    private Model model(int channels, String card) throws IOException {
        Path place = folder.resolve("model" + channels);
        if (!Files.exists(place)) {
            SavedModels.write(place, 3, 1, linear(channels));
        }
        Files.writeString(place.resolve("stencil.yaml"), "stencil: 1\noutput: {" + card + "}\n");
        return Model.open(place);
    }

    /** Values on both sides of 0. */
    private static Layers linear(int channels) {
        return (net, image) -> net.tf.math.sub(
                net.conv(net.tf.math.sub(image, net.tf.constant(1.5f)), 3, 1, channels, 1, 1), net.tf.constant(0.1f));
    }

    private float[] values(Model model, PredictionOutput output) {
        return (float[]) pixels(model, UNSCALED.withOutput(output));
    }

    private byte[] bytes(Model model, PredictionOutput output) {
        return (byte[]) pixels(model, UNSCALED.withOutput(output));
    }

    private Object pixels(Model model, PredictionSettings settings) {
        AxisImage result = model.predict(AxisImage.of(image), settings, ImageStore.memory(), Progress.NONE);
        return result.copy(result.extent().interval());
    }
}
