// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.PixelType;
import io.github.stencil.model.SavedModels.Layers;
import io.github.stencil.model.field.ReceptiveField;
import io.github.stencil.model.file.ModelFiles;
import io.github.stencil.model.graph.SavedModelGraph;
import io.github.stencil.model.step.Normalization;
import io.github.stencil.model.step.Recipe;
import io.github.stencil.tensor.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The law of prediction in 3D: tiles give what the network gives for the whole volume, padded by reflection. */
class VolumesTest {
    private static final int[][] SIZES = {{37, 26, 11}, {9, 17, 1}, {1, 5, 6}, {16, 16, 4}, {20, 3, 35}};
    private static final int[] TILES = {4, 9, 1000};
    private static final Normalization FULL = Normalization.of(Normalization.Method.FULL_RANGE);

    @TempDir
    private Path folder;

    static Stream<Arguments> networks() {
        return Stream.of(
                network("U-Net", 4, 2, 12, 5, (net, image) -> net.unet3(image, 1, 3)),
                network(
                        "resized as planes and columns",
                        2,
                        2,
                        2,
                        2,
                        (net, image) -> net.up3Resized(net.conv3(net.pool3(image, 2, 2), 3, 3, 1, 3), 2, 2)),
                network(
                        "strided and transposed",
                        2,
                        1,
                        2,
                        1,
                        (net, image) -> net.up3Transposed(net.conv3(image, 3, 3, 1, 3, 1, 2), 1, 2, 3)),
                network(
                        "a mean of cubes",
                        2,
                        1,
                        2,
                        1,
                        (net, image) -> net.conv3(
                                net.up3(
                                        net.tf.nn.avgPool3d(
                                                image,
                                                List.of(1L, 1L, 2L, 2L, 1L),
                                                List.of(1L, 1L, 2L, 2L, 1L),
                                                "SAME"),
                                        1,
                                        2),
                                3,
                                3,
                                1,
                                3)));
    }

    private static Arguments network(String name, int step, int stepZ, int halo, int haloZ, Layers layers) {
        return Arguments.of(name, step, stepZ, halo, haloZ, layers);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void tiledEqualsWhole(String name, int step, int stepZ, int halo, int haloZ, Layers layers) {
        Model model = Model.open(SavedModels.writeVolume(folder, 7, 1, layers));
        try (BareSession bare = new BareSession(folder, "image", "out")) {
            for (int[] size : SIZES) {
                ImagePlus image = Images.noise(11, 32, size[0], size[1], 1, size[2], 1);
                float[][] whole = whole(bare, image, step, stepZ, 3);
                for (int tile : TILES) {
                    assertThat(largestDifference(predict(model, image, tile), whole))
                            .as("%s, %d x %d x %d, tile %d", name, size[0], size[1], size[2], tile)
                            .isLessThanOrEqualTo(1e-5);
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void stepsAndHalosAreReadPerAxisAndMeasuringAgrees(
            String name, int step, int stepZ, int halo, int haloZ, Layers layers) {
        SavedModels.writeVolume(folder, 7, 1, layers);
        SavedModelGraph graph = Model.open(folder).read().graph();
        ReceptiveField field = ReceptiveField.read(graph);
        assertThat(field).isEqualTo(ReceptiveField.of(step, halo, stepZ, haloZ, "read from the graph"));
        try (Network network = Network.load(
                graph,
                ModelFiles.of(folder),
                PixelType.FLOAT32,
                new Recipe(List.of()),
                Tail.of(Model.open(folder).read().head()),
                Precision.FULL,
                false)) {
            ReceptiveField measured = MeasuredField.of(network, PixelType.FLOAT32, 1);
            assertThat(measured.local()).isTrue();
            assertThat(new int[] {measured.step(), measured.stepZ()}).containsExactly(step, stepZ);
            assertThat(measured.halo()).isBetween(field.halo(), field.halo() + 2 * step);
            assertThat(measured.haloZ()).isBetween(field.haloZ(), field.haloZ() + 2 * stepZ);
        }
    }

    @Test
    void anOverlapThatIsTooSmallShows() { // so that the law can fail
        Model model = Model.open(SavedModels.writeVolume(folder, 7, 1, (net, image) -> net.unet3(image, 1, 2)));
        ImagePlus image = Images.noise(11, 32, 40, 31, 1, 20, 1);
        float[][] whole = predict(model, image, 1000);
        PredictionSettings none = PredictionSettings.USUAL
                .withOutput(PredictionOutput.RAW)
                .withNormalization(FULL)
                .withTile(8, 0);
        assertThat(largestDifference(planes(run(model, image, none)), whole)).isGreaterThan(1e-3);
    }

    @Test
    void framesArePredictedOneByOneAndScaledByTheirWholeVolume() {
        Model model = Model.open(
                SavedModels.writeVolume(folder, 7, 2, (net, image) -> net.tf.nn.softmax(net.unet3(image, 2, 3))));
        ImagePlus movie = Images.noise(5, 16, 21, 18, 2, 6, 3);
        ImagePlus predicted = run(model, movie, PredictionSettings.USUAL);
        assertThat(predicted.getDimensions()).containsExactly(21, 18, 1, 6, 3);
        for (int t = 1; t <= 3; t++) {
            ImagePlus frame = new ij.plugin.Duplicator().run(movie, 1, 2, 1, 6, t, t);
            float[][] alone = planes(run(model, frame, PredictionSettings.USUAL.withTile(6, -1)));
            for (int z = 1; z <= 6; z++) {
                assertThat(planes(predicted)[predicted.getStackIndex(1, z, t) - 1])
                        .as("z %d, t %d", z, t)
                        .isEqualTo(alone[z - 1]);
            }
        }
    }

    @Test
    void percentilesAreThoseOfTheWholeVolume() {
        Model model = Model.open(SavedModels.writeVolume(folder, 7, 1, (net, image) -> net.tf.identity(image)));
        ImagePlus image = Images.noise(3, 32, 13, 9, 1, 5, 1);
        double[] sorted = Stream.of(planes(image))
                .flatMapToDouble(plane ->
                        java.util.stream.IntStream.range(0, plane.length).mapToDouble(i -> plane[i]))
                .sorted()
                .toArray();
        double low = percentile(sorted, 1);
        double high = percentile(sorted, 99.8);
        float[][] raw = planes(run(model, image, PredictionSettings.USUAL.withOutput(PredictionOutput.RAW)));
        for (int z = 0; z < 5; z++) {
            for (int i = 0; i < raw[z].length; i++) {
                assertThat((double) raw[z][i])
                        .isCloseTo(
                                (planes(image)[z][i] - low) / (high - low + 1e-6),
                                org.assertj.core.api.Assertions.within(1e-5));
            }
        }
    }

    private static double percentile(double[] sorted, double percent) {
        double place = percent / 100 * (sorted.length - 1);
        int below = (int) place;
        return sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
    }

    @Test
    void volumesOfAFixedSizeSeeWindowsOfTheirSizeOnly() {
        Layers layers = (net, image) -> net.tf.math.sigmoid(net.conv3(image, 3, 3, 1, 2));
        SavedModels.write(folder.resolve("fixed"), 7, "NDHWC", new long[] {1, 8, 16, 12, 1}, layers);
        SavedModels.writeVolume(folder.resolve("free"), 7, 1, layers);
        ImagePlus image = Images.noise(2, 32, 33, 29, 1, 19, 1);
        Model fixed = Model.open(folder.resolve("fixed"));
        assertThat(fixed.properties())
                .containsEntry("Input axes", "bzyxc")
                .containsEntry("Input size", "12 x 16 x 8, 1 channels")
                .containsEntry("Halo", "1 x 1 x 1 (read from the graph)");
        float[][] windows = predict(fixed, image, 0);
        float[][] whole = predict(Model.open(folder.resolve("free")), image, 0);
        assertThat(largestDifference(windows, whole)).isLessThanOrEqualTo(1e-5);
    }

    @Test
    void planarVolumesGiveWhatInterleavedOnesGive() {
        Layers swapped = (net, image) -> {
            var channelsLast = net.tf.linalg.transpose(image, net.tf.constant(new int[] {0, 2, 3, 4, 1}));
            return net.tf.linalg.transpose(
                    net.tf.math.sigmoid(net.unet3(channelsLast, 2, 3)), net.tf.constant(new int[] {0, 4, 1, 2, 3}));
        };
        SavedModels.write(folder.resolve("planar"), 7, "NCDHW", new long[] {-1, 2, -1, -1, -1}, swapped);
        SavedModels.writeVolume(
                folder.resolve("last"), 7, 2, (net, image) -> net.tf.math.sigmoid(net.unet3(image, 2, 3)));
        ImagePlus image = Images.noise(2, 8, 30, 23, 2, 9, 1);
        Model planar = Model.open(folder.resolve("planar"));
        assertThat(planar.properties()).containsEntry("Input axes", "bczyx").containsEntry("Step", "4 x 4 x 2");
        assertThat(largestDifference(
                        predict(planar, image, 8), predict(Model.open(folder.resolve("last")), image, 1000)))
                .isLessThanOrEqualTo(1e-5);
    }

    @Test
    void framesThatMayBeSlicesAreRefused() {
        Model model = Model.open(SavedModels.writeVolume(folder, 7, 1, (net, image) -> net.tf.math.sigmoid(image)));
        ImagePlus movie = Images.noise(2, 8, 9, 8, 1, 1, 7);
        assertThatThrownBy(() -> run(model, movie, PredictionSettings.USUAL))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("has 1 slice and 7 frames but the model takes volumes.");
    }

    @Test
    void tilesOfVolumesAreChosenToFitHalfOfTheFreeMemory() {
        Model model = Model.open(SavedModels.writeVolume(folder, 7, 1, (net, image) -> net.unet3(image, 1, 2)));
        var extent = new Extent(3_000, 2_000, 1, 40, 1);
        Probe hungry = new Probe(2, 5_000);
        TilePlan plan = TilePlan.of(
                extent,
                model.read(),
                model.read().field().orElseThrow(),
                hungry,
                PredictionSettings.USUAL,
                Extent.PIXEL);
        assertThat((double) plan.axes().window() * hungry.bytesPerPixel()).isLessThan(4.0 * (1L << 30));
        assertThat(plan.axes().z().tile()).as("a short axis is not cut").isEqualTo(40);
        assertThat(plan.axes().x().tile()).isBetween(60, 200);
    }

    /** Runs the network once on the volume, padded at its far ends as a person would write it down. */
    private static float[][] whole(BareSession bare, ImagePlus image, int step, int stepZ, int classes) {
        int width = image.getWidth();
        int height = image.getHeight();
        int depth = image.getNSlices();
        int w = (width + step - 1) / step * step;
        int h = (height + step - 1) / step * step;
        int d = (depth + stepZ - 1) / stepZ * stepZ;
        float[] padded = new float[w * h * d];
        for (int z = 0; z < d; z++) {
            for (int y = 0; y < h; y++) {
                for (int x = 0; x < w; x++) {
                    padded[(z * h + y) * w + x] = image.getStack()
                            .getProcessor(reflect(z, depth) + 1)
                            .getf(reflect(x, width), reflect(y, height));
                }
            }
        }
        float[] out = bare.run(padded, 1, d, h, w, 1);
        float[][] planes = new float[depth * classes][width * height];
        for (int z = 0; z < depth; z++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    for (int c = 0; c < classes; c++) {
                        planes[z * classes + c][y * width + x] = out[((z * h + y) * w + x) * classes + c];
                    }
                }
            }
        }
        return planes;
    }

    private static int reflect(int position, int length) {
        int p = position;
        while (length > 1 && p >= length) {
            p = Math.abs(2 * (length - 1) - p);
        }
        return length == 1 ? 0 : p;
    }

    private static float[][] predict(Model model, ImagePlus image, int tile) {
        return planes(run(
                model,
                image,
                PredictionSettings.USUAL
                        .withTile(tile, -1)
                        .withOutput(PredictionOutput.RAW)
                        .withNormalization(FULL)));
    }

    private static ImagePlus run(Model model, ImagePlus image, PredictionSettings settings) {
        return model.predict(AxisImage.of(image), settings, ImageStore.memory(), Progress.NONE)
                .imagePlus();
    }

    private static float[][] planes(ImagePlus image) {
        List<float[]> planes = new ArrayList<>();
        for (int i = 1; i <= image.getStackSize(); i++) {
            planes.add((float[])
                    image.getStack().getProcessor(i).convertToFloatProcessor().getPixels());
        }
        return planes.toArray(float[][]::new);
    }

    private static double largestDifference(float[][] a, float[][] b) {
        assertThat(a.length).isEqualTo(b.length);
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            assertThat(a[i]).hasSameSizeAs(b[i]);
            for (int j = 0; j < a[i].length; j++) {
                largest = Math.max(largest, Math.abs(a[i][j] - b[i][j]));
            }
        }
        return largest;
    }
}
