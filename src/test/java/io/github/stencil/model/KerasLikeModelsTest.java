// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import static io.github.stencil.model.KerasLayers.groupNorm;
import static io.github.stencil.model.KerasLayers.normal;
import static io.github.stencil.model.KerasLayers.unreadable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.model.SavedModels.Layers;
import io.github.stencil.model.step.Normalization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Networks as Keras users export them: each gives what the bare session gives under the documented rule, or is refused. */
class KerasLikeModelsTest {
    private static final int[][] SIZES = {{93, 75}, {64, 37}, {16, 16}, {5, 6}, {1, 9}};
    private static final Normalization AS_IT_IS = Normalization.of(Normalization.Method.NONE);

    @TempDir
    private Path folder;

    static Stream<Arguments> wholes() {
        return Stream.of(
                whole(
                        "group normalisation",
                        4,
                        true,
                        (net, image) -> twoLevels(net, image, KerasLikeModelsTest::groups)),
                whole(
                        "group normalisation, and an operation that is not read",
                        4,
                        true,
                        (net, image) -> twoLevels(net, image, (tf, x) -> unreadable(tf, groups(tf, x)))),
                whole(
                        "instance normalisation",
                        4,
                        true,
                        (net, image) -> twoLevels(net, image, (tf, x) -> normal(tf, x, 1, 2))),
                whole(
                        "layer normalisation over channels",
                        4,
                        false,
                        (net, image) -> twoLevels(net, image, (tf, x) -> normal(tf, x, 3))),
                whole(
                        "layer normalisation over everything",
                        4,
                        true,
                        (net, image) -> twoLevels(net, image, (tf, x) -> normal(tf, x, 1, 2, 3))),
                whole(
                        "batch statistics",
                        4,
                        true,
                        (net, image) -> twoLevels(net, image, (tf, x) -> KerasLayers.trainingBatchNorm(tf, x, 8))),
                whole(
                        "squeeze and excitation",
                        1,
                        true,
                        (net, image) -> net.conv(
                                KerasLayers.excited(net, net.relu(net.conv(image, 3, 1, 6, 1, 1)), 6), 3, 6, 2, 1, 1)),
                whole(
                        "the image's mean beside its pixels",
                        1,
                        true,
                        (net, image) -> net.conv(
                                KerasLayers.pooledBeside(net, net.relu(net.conv(image, 3, 1, 6, 1, 1)), 6),
                                3,
                                9,
                                2,
                                1,
                                1)),
                whole("pooled by 3 and not read", 3, false, KerasLikeModelsTest::byThree),
                whole(
                        "strided, and stretched to the image's own size",
                        1,
                        true,
                        (net, image) -> net.tf.image.resizeBilinear(
                                unreadable(net.tf, net.conv(image, 3, 1, 2, 2, 1)),
                                net.tf.stridedSlice(
                                        net.tf.shape(image),
                                        net.tf.constant(new int[] {1}),
                                        net.tf.constant(new int[] {3}),
                                        net.tf.constant(new int[] {1})))),
                whole(
                        "rescaling inside",
                        4,
                        false,
                        (net, image) -> net.unet(net.tf.math.div(image, net.tf.constant(255f)), 1, 2)),
                whole("logits of two classes", 4, false, (net, image) -> net.unet(image, 1, 2)));
    }

    private static Arguments whole(String name, int step, boolean global, Layers layers) {
        return Arguments.of(name, step, global, layers);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wholes")
    void theResultIsTheNetworksOnThePlaneMirroredToItsStep(String name, int step, boolean global, Layers layers) {
        Model model = Model.open(SavedModels.write(folder, 7, 1, layers));
        try (BareSession bare = new BareSession(folder, "image", "out")) {
            for (int[] size : SIZES) {
                ImagePlus image = Images.noise(11, 32, size[0], size[1], 1, 1, 1);
                float[][] whole = bare.whole(image, step, 2);
                for (int tile : new int[] {0, 16}) {
                    List<String> said = new ArrayList<>();
                    float[][] raw = predict(model, image, tile, said);
                    for (int c = 0; c < 2; c++) {
                        assertThat(largestDifference(raw[c], whole[c]))
                                .as("%d x %d, tile %d, channel %d", size[0], size[1], tile, c)
                                .isLessThanOrEqualTo(1e-5);
                    }
                    boolean cut = tile > 0 && Math.max(size[0], size[1]) > tile;
                    assertThat(said.contains("The network looks at the whole image, so it is not cut into tiles."))
                            .as("%s said", said)
                            .isEqualTo(global && cut);
                }
            }
        }
    }

    @Test
    void ofSeveralOutputsTheOneThatIsNamedIsGivenAndNoneIfNoneIs() {
        Layers nucleus = (net, image) -> net.tf.math.sigmoid(net.unet(image, 1, 2));
        Layers background = (net, image) -> net.tf.math.sigmoid(net.conv(image, 3, 1, 2, 1, 1));
        Path written = SavedModels.writeHeads(folder, 1, Map.of("nucleus", nucleus, "background", background));
        ImagePlus image = Images.noise(11, 32, 93, 75, 1, 1, 1);
        Model model = Model.open(written);
        assertThatThrownBy(() -> predict(model, image, 0, new ArrayList<>()))
                .isInstanceOf(StencilException.class)
                .hasMessageContainingAll("nucleus", "background");
        for (String name : new String[] {"nucleus", "background"}) {
            try (BareSession bare = new BareSession(folder, "image", name + "_tensor")) {
                float[][] raw = predict(model.withHead(name), image, 0, new ArrayList<>());
                assertThat(largestDifference(raw[1], bare.whole(image, name.equals("nucleus") ? 4 : 1, 2)[1]))
                        .as(name)
                        .isLessThanOrEqualTo(1e-5);
            }
        }
    }

    @Test
    void aNetworkThatRescalesGetsThePixelsAsTheyAre() {
        Model model = Model.open(SavedModels.write(
                folder, 7, 1, (net, image) -> net.unet(net.tf.math.mul(image, net.tf.constant(1f / 255)), 1, 2)));
        ImagePlus image = Images.noise(11, 8, 93, 75, 1, 1, 1);
        PredictionSettings settings = PredictionSettings.USUAL.withOutput(PredictionOutput.RAW);
        ImagePlus raw = model.predict(AxisImage.of(image), settings, ImageStore.memory(), Progress.NONE)
                .imagePlus();
        try (BareSession bare = new BareSession(folder, "image", "out")) {
            assertThat(largestDifference((float[]) raw.getStack().getPixels(2), bare.whole(image, 4, 2)[1]))
                    .isLessThanOrEqualTo(1e-5);
        }
    }

    static Stream<Arguments> windows() {
        return Stream.of(
                window("halo that fits", 64, 64, 4, 12, "", (net, image) -> net.unet(image, 1, 2)),
                window(
                        "halo that does not fit",
                        16,
                        16,
                        4,
                        4,
                        "The network looks further (12 pixels) than its window of 16 x 16 reaches, so borders of windows may show.",
                        (net, image) -> net.unet(image, 1, 2)),
                window(
                        "group normalisation",
                        32,
                        32,
                        4,
                        12,
                        "The network looks at its whole window of 32 x 32, so borders of windows may show.",
                        (net, image) -> twoLevels(net, image, KerasLikeModelsTest::groups)),
                window("longer than high", 32, 48, 4, 12, "", (net, image) -> net.unet(image, 1, 2)));
    }

    private static Arguments window(
            String name, int height, int width, int step, int around, String said, Layers layers) {
        return Arguments.of(name, height, width, step, around, said, layers);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("windows")
    void theResultIsTheNetworksOnWindowsOfItsSize(
            String name, int height, int width, int step, int around, String said, Layers layers) {
        Model model = Model.open(SavedModels.write(folder, 7, "NHWC", new long[] {-1, height, width, 1}, layers));
        try (BareSession bare = new BareSession(folder, "image", "out")) {
            for (int[] size : SIZES) {
                ImagePlus image = Images.noise(11, 32, size[0], size[1], 1, 1, 1);
                List<String> heard = new ArrayList<>();
                float[][] raw = predict(model, image, 0, heard);
                float[][] expected = new float[2][size[0] * size[1]];
                for (int[] rows : windows(size[1], height, step, around)) {
                    for (int[] columns : windows(size[0], width, step, around)) {
                        int h = rows[1] - rows[0] + 1;
                        int w = columns[1] - columns[0] + 1;
                        float[][] part = bare.window(
                                image,
                                rows[2],
                                columns[2],
                                height,
                                width,
                                2,
                                rows[0] - rows[2],
                                columns[0] - columns[2],
                                h,
                                w);
                        for (int y = 0; y < h; y++) {
                            for (int c = 0; c < 2; c++) {
                                System.arraycopy(part[c], y * w, expected[c], (rows[0] + y) * size[0] + columns[0], w);
                            }
                        }
                    }
                }
                for (int c = 0; c < 2; c++) {
                    assertThat(largestDifference(raw[c], expected[c]))
                            .as("%d x %d, channel %d", size[0], size[1], c)
                            .isLessThanOrEqualTo(1e-5);
                }
                boolean several = size[0] > width || size[1] > height;
                assertThat(heard.contains(said)).as("%s", heard).isEqualTo(!said.isEmpty() && several);
            }
        }
    }

    /** The documented rule: first and last position that a window writes, and where it begins. */
    private static List<int[]> windows(int length, int window, int step, int around) {
        List<int[]> windows = new ArrayList<>();
        int last = Math.max(0, (length - window + step - 1) / step * step);
        for (int from = 0; from < length; ) {
            int start = Math.min(last, Math.max(0, from - around));
            int to = start == last ? length - 1 : start + window - around - 1;
            windows.add(new int[] {from, to, start});
            from = to + 1;
        }
        return windows;
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refused(
                        "twice as large",
                        new long[] {-1, -1, -1, 1},
                        "The network's output of 536 x 536 is larger than its input of 268 x 268.",
                        (net, image) -> net.tf.math.sigmoid(net.up(net.conv(image, 3, 1, 1, 1, 1)))),
                refused(
                        "half as large",
                        new long[] {-1, -1, -1, 1},
                        "is smaller than its input of",
                        (net, image) -> net.pool(image)),
                refused(
                        "larger by a border",
                        new long[] {-1, -1, -1, 1},
                        "The network's output of 272 x 272 is larger than its input of 268 x 268.",
                        (net, image) -> net.tf.pad(
                                image,
                                net.tf.constant(new int[][] {{0, 0}, {2, 2}, {2, 2}, {0, 0}}),
                                net.tf.constant(0f))),
                refused(
                        "a fixed window whose output is larger",
                        new long[] {-1, 32, 32, 1},
                        "The network's output of 64 x 64 is larger than its input of 32 x 32.",
                        (net, image) -> net.up(image)),
                refused(
                        "no numbers",
                        new long[] {-1, -1, -1, 1},
                        "The network gives values that are no numbers (NaN) in \"noise.tif\".",
                        (net, image) -> net.tf.math.log(net.tf.math.neg(net.tf.math.abs(image)))),
                refused(
                        "no channels",
                        new long[] {-1, 64, 64},
                        "takes float32 [any x 64 x 64], where the axis of channels is missing.",
                        (net, image) -> image),
                refused(
                        "no samples",
                        new long[] {64, 64, 1},
                        "takes float32 [64 x 64 x 1], where the axis of samples (batch) is missing.",
                        (net, image) -> image),
                refused(
                        "a row of numbers",
                        new long[] {-1, 784},
                        "takes float32 [any x 784], which is no image",
                        (net, image) -> image),
                refused(
                        "a cube",
                        new long[] {-1, 32, 32, 32},
                        "The model takes images of 32 x 32 x 32, and it cannot be told whether the first or the last of these are channels.",
                        (net, image) -> image));
    }

    private static Arguments refused(String name, long[] shape, String sentence, Layers layers) {
        return Arguments.of(name, shape, sentence, layers);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void whatIsNoMaskOfTheImageIsRefused(String name, long[] shape, String sentence, Layers layers) {
        Path written = SavedModels.write(folder, 7, "NHWC", shape, layers);
        ImagePlus image = Images.noise(11, 32, 93, 75, 1, 1, 1);
        assertThatThrownBy(() -> predict(Model.open(written), image, 0, new ArrayList<>()))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining(sentence);
    }

    private interface Middle {
        Operand<TFloat32> apply(Ops tf, Operand<TFloat32> image);
    }

    private static Operand<TFloat32> groups(Ops tf, Operand<TFloat32> image) {
        return groupNorm(tf, image, 8, 4);
    }

    /** Two poolings and two transposed convolutions, with something after each convolution. */
    private static Operand<TFloat32> twoLevels(SavedModels.Net net, Operand<TFloat32> image, Middle middle) {
        Operand<TFloat32> a = net.relu(middle.apply(net.tf, net.conv(image, 3, 1, 8, 1, 1)));
        Operand<TFloat32> b = net.relu(middle.apply(net.tf, net.conv(net.pool(a), 3, 8, 8, 1, 1)));
        Operand<TFloat32> c = net.relu(middle.apply(net.tf, net.conv(net.pool(b), 3, 8, 8, 1, 1)));
        Operand<TFloat32> d = net.join(b, net.upTransposed(c, 8));
        Operand<TFloat32> e = net.relu(middle.apply(net.tf, net.conv(d, 3, 16, 8, 1, 1)));
        return net.conv(net.join(a, net.upTransposed(e, 8)), 3, 16, 2, 1, 1);
    }

    private static Operand<TFloat32> byThree(SavedModels.Net net, Operand<TFloat32> image) {
        Ops tf = net.tf;
        Operand<TFloat32> a = net.relu(net.conv(image, 3, 1, 4, 1, 1));
        Operand<TFloat32> pooled =
                tf.nn.maxPool(a, tf.constant(new int[] {1, 3, 3, 1}), tf.constant(new int[] {1, 3, 3, 1}), "VALID");
        Operand<TFloat32> larger = tf.image.resizeNearestNeighbor(
                unreadable(tf, pooled),
                tf.math.mul(
                        tf.stridedSlice(
                                tf.shape(pooled),
                                tf.constant(new int[] {1}),
                                tf.constant(new int[] {3}),
                                tf.constant(new int[] {1})),
                        tf.constant(3)));
        return net.conv(net.join(a, larger), 3, 8, 2, 1, 1);
    }

    private static float[][] predict(Model model, ImagePlus image, int tile, List<String> said) {
        PredictionSettings settings = PredictionSettings.USUAL
                .withTile(tile, -1)
                .withOutput(PredictionOutput.RAW)
                .withNormalization(AS_IT_IS);
        ImagePlus raw = model.predict(AxisImage.of(image), settings, ImageStore.memory(), Said.into(said))
                .imagePlus();
        float[][] planes = new float[raw.getStackSize()][];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = (float[]) raw.getStack().getPixels(i + 1);
        }
        return planes;
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
