// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import static org.assertj.core.api.Assertions.assertThat;

import ij.ImagePlus;
import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.PixelType;
import io.github.stencil.model.card.SizeRule;
import io.github.stencil.model.field.ReceptiveField;
import io.github.stencil.model.file.ModelFiles;
import io.github.stencil.model.step.Normalization;
import io.github.stencil.model.step.Recipe;
import io.github.stencil.tensor.Precision;
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

/** Images are padded to the smallest size that a card, a package or the network allows. */
class SizesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1, 75, 75",
        "0, 1, 4, 75, 77", // 1 + 19 * 4
        "0, 64, 16, 10, 64",
        "0, 64, 16, 64, 64",
        "0, 64, 16, 65, 80",
        "0, 70, 16, 75, 86",
        "256, 1, 1, 75, 256"
    })
    void theSmallestAllowedSizeIsTheMinimumOrWholeStepsMore(int fixed, int min, int step, int length, int padded) {
        assertThat(new SizeRule(fixed, min, step).padded(length)).isEqualTo(padded);
    }

    @Test
    void whatAPackageAllowsAndTheNetworkTakesIsBoth() {
        assertThat(SizeRule.ANY.multiplesOf(4)).isEqualTo(new SizeRule(0, 4, 4));
        assertThat(new SizeRule(0, 64, 16).multiplesOf(8)).isEqualTo(new SizeRule(0, 64, 16));
        assertThat(new SizeRule(0, 10, 6).multiplesOf(4)).isEqualTo(new SizeRule(0, 16, 12));
        // no multiple of 4 among 22, 38, 54 ...: the package knows its network
        assertThat(new SizeRule(0, 22, 16).multiplesOf(4)).isEqualTo(new SizeRule(0, 22, 16));
    }

    @ParameterizedTest
    @CsvSource({"22, 16", "64, 32", "1, 5", "30, 7"})
    void aPackagesSizesArePaddedToAndTilesDoNotShow(int min, int step) throws IOException {
        SavedModels.write(
                folder.resolve("weights"),
                7,
                1,
                (net, image) -> net.conv(net.relu(net.conv(image, 5, 1, 4, 1, 1)), 5, 4, 2, 1, 1));
        Packages.describe(folder, "0.4.10", List.of(), List.of(), "");
        Path file = folder.resolve("rdf.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceFirst(
                                "axes: byxc\n",
                                "axes: byxc\n  shape: {min: [1, %d, %d, 1], step: [0, %d, %d, 0]}\n"
                                        .formatted(min, min, step, step)));
        Model model = Model.open(folder);
        try (BareSession bare = new BareSession(folder.resolve("weights"), "image", "out")) {
            for (int[] size : new int[][] {{93, 75}, {22, 23}, {5, 64}}) {
                ImagePlus image = Images.noise(11, 32, size[0], size[1], 1, 1, 1);
                int h = min + Math.max(0, (size[1] - min + step - 1) / step * step);
                int w = min + Math.max(0, (size[0] - min + step - 1) / step * step);
                float[][] whole = bare.window(image, 0, 0, h, w, 2, 0, 0, size[1], size[0]);
                for (int tile : new int[] {0, 16, 40}) {
                    float[][] raw = predict(model, image, tile);
                    assertThat(largestDifference(raw[1], whole[1]))
                            .as("%d x %d, tile %d", size[0], size[1], tile)
                            .isLessThanOrEqualTo(1e-5);
                }
            }
        }
    }

    @Test
    void aCardsStepIsPaddedToWhateverTheGraphSays() throws IOException {
        SavedModels.write(folder, 7, 1, (net, image) -> KerasLayers.groupNorm(net.tf, net.unet(image, 1, 2), 2, 1));
        Files.writeString(folder.resolve("stencil.yaml"), "stencil: 1\nstep: 16\n");
        ImagePlus image = Images.noise(11, 32, 93, 75, 1, 1, 1);
        try (BareSession bare = new BareSession(folder, "image", "out")) {
            assertThat(largestDifference(predict(Model.open(folder), image, 0)[1], bare.whole(image, 16, 2)[1]))
                    .isLessThanOrEqualTo(1e-5);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 12, 16})
    void whatSizesMustBeMultiplesOfIsFoundByRunning(int multiple) {
        SavedModels.write(folder, 1, 1, (net, image) -> {
            var strides = List.of(1L, (long) multiple, (long) multiple, 1L);
            var kernel = net.weights(multiple, multiple, 1, 1);
            var small = net.tf.nn.conv2d(image, kernel, strides, "SAME");
            var large = net.tf.nn.conv2dBackpropInput(
                    net.tf.math.mul(net.tf.shape(small), net.tf.constant(new int[] {1, multiple, multiple, 1})),
                    kernel,
                    small,
                    strides,
                    "SAME");
            return net.tf.math.add(KerasLayers.unreadable(net.tf, large), image);
        });
        Model model = Model.open(folder);
        try (Network network = Network.load(
                model.read().graph(),
                ModelFiles.of(folder),
                PixelType.FLOAT32,
                new Recipe(List.of()),
                Tail.of(model.read().head()),
                Precision.FULL,
                false)) {
            ReceptiveField field = MeasuredField.of(network, PixelType.FLOAT32, 1);
            assertThat(List.of(field.pad(), field.step())).containsExactly(multiple, multiple);
        }
    }

    private static float[][] predict(Model model, ImagePlus image, int tile) {
        PredictionSettings settings =
                PredictionSettings.USUAL.withTile(tile, -1).withOutput(PredictionOutput.RAW);
        ImagePlus raw = model.predict(
                        AxisImage.of(image),
                        model.read().description().isPresent()
                                ? settings
                                : settings.withNormalization(Normalization.of(Normalization.Method.NONE)),
                        ImageStore.memory(),
                        Progress.NONE)
                .imagePlus();
        List<float[]> planes = new ArrayList<>();
        for (int i = 1; i <= raw.getStackSize(); i++) {
            planes.add((float[]) raw.getStack().getPixels(i));
        }
        return planes.toArray(float[][]::new);
    }

    private static double largestDifference(float[] a, float[] b) {
        assertThat(a).hasSameSizeAs(b);
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }
}
