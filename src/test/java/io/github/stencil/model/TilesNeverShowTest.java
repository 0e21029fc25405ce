// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import static org.assertj.core.api.Assertions.assertThat;

import ij.ImagePlus;
import ij.ImageStack;
import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.model.SavedModels.Layers;
import io.github.stencil.model.step.Normalization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The law of prediction: a tiled result is what the network gives for the whole image, padded by reflection. */
class TilesNeverShowTest {
    private static final int[][] SIZES = {{131, 97}, {37, 64}, {1, 40}, {50, 1}, {5, 6}, {16, 16}, {260, 9}};
    private static final int[] TILES = {8, 20, 64, 1000};
    private static final Normalization FULL = Normalization.of(Normalization.Method.FULL_RANGE);

    @TempDir
    private Path folder;

    static Stream<Arguments> networks() {
        return Stream.of(
                network("U-Net", 4, 1, 3, (net, image) -> net.tf.nn.softmax(net.unet(image, 1, 3))),
                network("U-Net of 5 channels", 4, 5, 1, (net, image) -> net.tf.math.sigmoid(net.unet(image, 5, 1))),
                network(
                        "dilated",
                        1,
                        1,
                        4,
                        (net, image) ->
                                net.tf.nn.softmax(net.conv(net.relu(net.conv(image, 3, 1, 8, 1, 5)), 3, 8, 4, 1, 2))),
                network(
                        "not readable, so measured",
                        1,
                        1,
                        3,
                        (net, image) -> net.tf.nn.softmax(net.conv(
                                net.tf.nn.localResponseNormalization(net.conv(image, 5, 1, 6, 1, 1)), 3, 6, 3, 1, 1))),
                network(
                        "strided and transposed",
                        4,
                        2,
                        2,
                        (net, image) -> net.tf.nn.softmax(net.conv(
                                net.upTransposed(
                                        net.upTransposed(net.conv(net.conv(image, 5, 2, 6, 2, 1), 3, 6, 6, 2, 1), 6),
                                        6),
                                3,
                                6,
                                2,
                                1,
                                1))));
    }

    private static Arguments network(String name, int step, int channels, int classes, Layers layers) {
        return Arguments.of(name, step, channels, classes, layers);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void tiledEqualsWhole(String name, int step, int channels, int classes, Layers layers) {
        Model model = Model.open(SavedModels.write(folder, 7, channels, layers));
        try (BareSession bare = new BareSession(folder, "image", "out")) {
            for (int[] size : SIZES) {
                ImagePlus image = Images.noise(11, 32, size[0], size[1], channels, 1, 1);
                float[][] whole = bare.whole(image, step, classes);
                for (int tile : TILES) {
                    String which = "%s, %d x %d, tile %d".formatted(name, size[0], size[1], tile);
                    float[][] probabilities = predict(model, image, tile, PredictionOutput.PROBABILITIES);
                    for (int c = 0; c < classes; c++) {
                        assertThat(largestDifference(probabilities[c], whole[c]))
                                .as(which)
                                .isLessThanOrEqualTo(1e-5);
                    }
                    float[] labels = predict(model, image, tile, PredictionOutput.LABELS)[0];
                    assertThat(labels).as(which).isEqualTo(labels(whole));
                }
            }
        }
    }

    @Test
    void theOldPackagesTilesDoNotShow() {
        Model model = Model.open(Images.shared("models/n2v-unet-tf1-bioimageio-0.2.zip"));
        ImagePlus image = Images.noise(3, 8, 201, 143, 1, 1, 1);
        float[] whole = predict(model, image, 1000, PredictionOutput.RAW)[0];
        for (int tile : new int[] {32, 100}) {
            assertThat(largestDifference(predict(model, image, tile, PredictionOutput.RAW)[0], whole))
                    .as("tile %d", tile)
                    .isLessThanOrEqualTo(1e-5);
        }
        assertThat(whole).doesNotContain(Float.NaN).contains(whole[0]);
    }

    @Test
    void anOverlapThatIsTooSmallShows() { // so that the law can fail
        Model model =
                Model.open(SavedModels.write(folder, 7, 1, (net, image) -> net.tf.nn.softmax(net.unet(image, 1, 3))));
        ImagePlus image = Images.noise(11, 32, 131, 97, 1, 1, 1);
        float[] whole = predict(model, image, 1000, PredictionOutput.PROBABILITIES)[1];
        PredictionSettings noOverlap = PredictionSettings.USUAL
                .withOutput(PredictionOutput.PROBABILITIES)
                .withNormalization(FULL)
                .withTile(16, 0);
        float[] cut = planes(model.predict(AxisImage.of(image), noOverlap, ImageStore.memory(), Progress.NONE)
                .imagePlus())[1];
        assertThat(largestDifference(cut, whole)).isGreaterThan(1e-3);
    }

    @Test
    void planesOfATimeLapseArePredictedOneByOneWhateverTheBatch() {
        Model model =
                Model.open(SavedModels.write(folder, 7, 2, (net, image) -> net.tf.nn.softmax(net.unet(image, 2, 3))));
        ImagePlus movie = Images.noise(5, 16, 61, 40, 2, 3, 4);
        PredictionSettings settings = PredictionSettings.USUAL; // percentiles: each plane has its own
        ImagePlus predicted = model.predict(AxisImage.of(movie), settings, ImageStore.memory(), Progress.NONE)
                .imagePlus();
        assertThat(predicted.getDimensions()).containsExactly(61, 40, 1, 3, 4);
        for (int t = 1; t <= 4; t++) {
            for (int z = 1; z <= 3; z++) {
                ImageStack stack = new ImageStack(61, 40);
                for (int c = 1; c <= 2; c++) {
                    stack.addSlice(movie.getStack().getProcessor(movie.getStackIndex(c, z, t)));
                }
                ImagePlus plane = new ImagePlus("plane", stack);
                plane.setDimensions(2, 1, 1);
                ImagePlus alone = model.predict(AxisImage.of(plane), settings, ImageStore.memory(), Progress.NONE)
                        .imagePlus();
                assertThat(planes(predicted)[predicted.getStackIndex(1, z, t) - 1])
                        .as("z %d, t %d", z, t)
                        .isEqualTo(planes(alone)[0]);
            }
        }
    }

    @Test
    void modelsOfAFixedSizeSeeWindowsOfTheirSizeOnly() {
        Path model = SavedModels.write(
                folder,
                7,
                "NHWC",
                new long[] {1, 48, 32, 1},
                (net, image) -> net.tf.nn.softmax(net.conv(net.relu(net.conv(image, 3, 1, 4, 1, 1)), 3, 4, 3, 1, 1)));
        try (BareSession bare = new BareSession(folder, "image", "out")) {
            ImagePlus exact = Images.noise(2, 32, 32, 48, 1, 1, 1);
            assertThat(largestDifference(
                            predict(Model.open(model), exact, 0, PredictionOutput.PROBABILITIES)[2],
                            bare.whole(exact, 1, 3)[2]))
                    .isLessThanOrEqualTo(1e-6);
        }
        // a network without a fixed size gives the same inside, where the padding with zeros is out of reach
        Path free = folder.resolve("free");
        SavedModels.write(
                free,
                7,
                1,
                (net, image) -> net.tf.nn.softmax(net.conv(net.relu(net.conv(image, 3, 1, 4, 1, 1)), 3, 4, 3, 1, 1)));
        ImagePlus large = Images.noise(2, 32, 101, 119, 1, 1, 1);
        assertThat(largestDifference(
                        predict(Model.open(model), large, 0, PredictionOutput.PROBABILITIES)[1],
                        predict(Model.open(free), large, 0, PredictionOutput.PROBABILITIES)[1]))
                .isLessThanOrEqualTo(1e-5);
        ImagePlus small = Images.noise(2, 32, 9, 20, 1, 1, 1);
        assertThat(predict(Model.open(model), small, 0, PredictionOutput.LABELS)[0])
                .hasSize(180);
    }

    @Test
    void planarModelsGiveWhatInterleavedOnesGive() {
        Path planar = folder.resolve("planar");
        SavedModels.write(
                planar,
                7,
                "NCHW",
                new long[] {-1, 2, -1, -1},
                (net, image) -> net.tf.math.sigmoid(net.conv(net.relu(net.conv(image, 3, 2, 4, 1, 1)), 3, 4, 3, 1, 1)));
        Path interleaved = folder.resolve("interleaved");
        SavedModels.write(
                interleaved,
                7,
                2,
                (net, image) -> net.tf.math.sigmoid(net.conv(net.relu(net.conv(image, 3, 2, 4, 1, 1)), 3, 4, 3, 1, 1)));
        assertThat(Model.open(planar).properties())
                .containsEntry("Input axes", "bcyx")
                .containsEntry("Step", "1");
        ImagePlus image = Images.noise(2, 8, 70, 33, 2, 1, 1);
        float[][] one = predict(Model.open(planar), image, 16, PredictionOutput.PROBABILITIES);
        float[][] other = predict(Model.open(interleaved), image, 1000, PredictionOutput.PROBABILITIES);
        for (int c = 0; c < 3; c++) {
            assertThat(largestDifference(one[c], other[c])).isLessThanOrEqualTo(1e-5);
        }
    }

    private static float[] labels(float[][] probabilities) {
        float[] labels = new float[probabilities[0].length];
        for (int i = 0; i < labels.length; i++) {
            int best = 0;
            for (int c = 1; c < probabilities.length; c++) {
                best = probabilities[c][i] > probabilities[best][i] ? c : best;
            }
            labels[i] = probabilities.length == 1 ? (probabilities[0][i] >= 0.5f ? 1 : 0) : best;
        }
        return labels;
    }

    private static float[][] predict(Model model, ImagePlus image, int tile, PredictionOutput output) {
        PredictionSettings settings =
                PredictionSettings.USUAL.withTile(tile, -1).withOutput(output).withNormalization(FULL);
        return planes(model.predict(AxisImage.of(image), settings, ImageStore.memory(), Progress.NONE)
                .imagePlus());
    }

    private static float[][] planes(ImagePlus image) {
        List<float[]> planes = new ArrayList<>();
        for (int i = 1; i <= image.getStackSize(); i++) {
            planes.add((float[])
                    image.getStack().getProcessor(i).convertToFloatProcessor().getPixels());
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
