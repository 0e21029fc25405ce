// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ij.ImagePlus;
import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Processing steps of packages, against the same written down in plain Java: {@code values[plane][channel][pixel]}. */
class PackageStepsTest {
    private static final int PLANES = 3;
    private static final int CHANNELS = 2;
    private static final List<String> FORMATS = List.of("0.3.6", "0.4.10", "0.5.3");

    @TempDir
    private Path folder;

    interface Plain {
        double[][][] apply(double[][][] values);
    }

    static Stream<Arguments> before() {
        return Stream.of(
                both("scale_linear", "gain: 0.01, offset: -2", each((x, c) -> x * 0.01 - 2)),
                either(
                        "scale_linear",
                        "axes: yx, gain: [0.01, 0.02], offset: [1, 2]",
                        "axis: channel, gain: [0.01, 0.02], offset: [1, 2]",
                        each((x, c) -> x * (c + 1) * 0.01 + c + 1)),
                either(
                        "zero_mean_unit_variance",
                        "mode: per_sample, axes: yx",
                        "axes: [y, x]",
                        perPlaneAndChannel(PackageStepsTest::standard)),
                either(
                        "zero_mean_unit_variance",
                        "mode: per_sample, axes: cyx, eps: 0.5",
                        "axes: [channel, y, x], eps: 0.5",
                        perPlane(all -> standard(all, 0.5))),
                either(
                        "zero_mean_unit_variance",
                        "mode: per_dataset, axes: yx",
                        "axes: [batch, y, x]",
                        perChannel(PackageStepsTest::standard)),
                either("zero_mean_unit_variance", "mode: per_dataset", "eps: 1e-06", whole(PackageStepsTest::standard)),
                either(
                        "zero_mean_unit_variance",
                        "mode: fixed, axes: yx, mean: [1000, 2000], std: [10, 20]",
                        "axes: [y, x]",
                        null),
                either(null, null, "mean: [1000, 2000], std: [10, 20], axis: channel", null),
                either(
                        "scale_range",
                        "mode: per_sample, axes: yx, min_percentile: 2, max_percentile: 99.5",
                        "axes: [y, x], min_percentile: 2, max_percentile: 99.5",
                        perPlaneAndChannel(all -> range(all, 2, 99.5))),
                either(
                        "scale_range",
                        "mode: per_dataset, axes: cyx",
                        "min_percentile: 0.0",
                        whole(all -> range(all, 0, 100))),
                both("clip", "min: 20000, max: 30000", each((x, c) -> Math.min(30_000, Math.max(20_000, x)))),
                both("binarize", "threshold: 30000.5", each((x, c) -> x > 30_000.5 ? 1 : 0)),
                both("ensure_dtype", "dtype: float32", each((x, c) -> x)),
                both("ensure_dtype", "dtype: uint8", each((x, c) -> Math.floorMod((int) x, 256))),
                both("ensure_dtype", "dtype: int8", each((x, c) -> (byte) (int) x)),
                both("ensure_dtype", "dtype: bool", each((x, c) -> x == 0 ? 0 : 1)));
    }

    private static Arguments both(String name, String options, Plain plain) {
        return Arguments.of(name, options, name, options, plain);
    }

    private static Arguments either(
            @org.jspecify.annotations.Nullable String name,
            @org.jspecify.annotations.Nullable String letters,
            String named,
            @org.jspecify.annotations.Nullable Plain plain) {
        Plain fixed = each((x, c) -> (x - 1000 * (c + 1)) / (10 * (c + 1) + 1e-6));
        if (name == null) { // only in 0.5
            return Arguments.of("", "", "fixed_zero_mean_unit_variance", named, fixed);
        }
        return plain == null
                ? Arguments.of(name, letters, "", "", fixed)
                : Arguments.of(name, letters, name, named, plain);
    }

    @ParameterizedTest(name = "{0}{2} {1} | {3}")
    @MethodSource("before")
    void preprocessingIsThatOfPlainJava(String older, String letters, String newer, String named, Plain plain) {
        SavedModels.write(folder.resolve("weights"), 1, CHANNELS, (net, image) -> net.tf.identity(image));
        ImagePlus image = Images.noise(6, 16, 19, 13, CHANNELS, PLANES, 1);
        image.getStack().getProcessor(3).multiply(0.5); // so that planes and channels differ
        for (String format : FORMATS) {
            boolean names = format.startsWith("0.5");
            String name = names ? newer : older;
            if (name.isEmpty()) {
                continue;
            }
            Packages.describe(
                    folder, format, List.of(Packages.step(format, name, names ? named : letters)), List.of(), "");
            compare(format, raw(image), plain.apply(values(image)));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("formats")
    void stepsFollowOneAnotherAndLaterOnesMeasureWhatEarlierOnesLeft(String format) {
        SavedModels.write(folder.resolve("weights"), 1, CHANNELS, (net, image) -> net.tf.identity(image));
        String joint = format.startsWith("0.5") ? "axes: [channel, y, x]" : "mode: per_sample, axes: cyx";
        Packages.describe(
                folder,
                format,
                List.of(
                        Packages.step(format, "ensure_dtype", "dtype: float32"),
                        Packages.step(format, "scale_linear", "gain: -0.001, offset: 40"),
                        Packages.step(format, "clip", "min: -10, max: 25"),
                        Packages.step(format, "zero_mean_unit_variance", joint),
                        Packages.step(format, "sigmoid", ""),
                        Packages.step(format, "scale_range", joint + ", max_percentile: 90")),
                List.of(),
                "");
        ImagePlus image = Images.noise(6, 16, 19, 13, CHANNELS, PLANES, 1);
        double[][][] expected =
                each((x, c) -> Math.min(25, Math.max(-10, 40 - 0.001 * x))).apply(values(image));
        expected = perPlane(PackageStepsTest::standard).apply(expected);
        expected = each((x, c) -> 1 / (1 + Math.exp(-x))).apply(expected);
        compare(format, raw(image), perPlane(all -> range(all, 0, 90)).apply(expected));
    }

    static Stream<String> formats() {
        return FORMATS.stream();
    }

    static Stream<Arguments> after() {
        return Stream.of(
                Arguments.of("sigmoid", "", each((x, c) -> 1 / (1 + Math.exp(-x)))),
                Arguments.of("softmax", "", (Plain) PackageStepsTest::softmax),
                Arguments.of("scale_linear", "gain: 3, offset: 0.5", each((x, c) -> x * 3 + 0.5)),
                Arguments.of("clip", "min: 0.5, max: 0.7", each((x, c) -> Math.min(0.7, Math.max(0.5, x)))),
                Arguments.of("binarize", "threshold: 0.6", each((x, c) -> x > 0.6 ? 1 : 0)),
                Arguments.of("zero_mean_unit_variance", "mean: 2, std: 3", each((x, c) -> (x - 2) / (3 + 1e-6))),
                Arguments.of("ensure_dtype", "dtype: int32", each((x, c) -> (int) x)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("after")
    void postprocessingIsThatOfPlainJava(String name, String options, Plain plain) {
        SavedModels.write(folder.resolve("weights"), 1, CHANNELS, (net, image) -> net.tf.identity(image));
        ImagePlus image = Images.noise(6, 32, 19, 13, CHANNELS, PLANES, 1);
        for (String format : FORMATS) {
            Packages.describe(folder, format, List.of(), List.of(Packages.step(format, name, options)), "");
            compare(format, raw(image), plain.apply(values(image)));
        }
    }

    private ImagePlus raw(ImagePlus image) {
        PredictionSettings settings = PredictionSettings.USUAL.withOutput(PredictionOutput.RAW);
        return Model.open(folder)
                .predict(AxisImage.of(image), settings, ImageStore.memory(), Progress.NONE)
                .imagePlus();
    }

    private static void compare(String format, ImagePlus got, double[][][] expected) {
        double[][][] values = values(got);
        for (int p = 0; p < PLANES; p++) {
            for (int c = 0; c < CHANNELS; c++) {
                for (int i = 0; i < values[p][c].length; i++) {
                    assertThat(values[p][c][i])
                            .as("%s, plane %d, channel %d, pixel %d", format, p, c, i)
                            .isCloseTo(expected[p][c][i], within(2e-5 * Math.max(1, Math.abs(expected[p][c][i]))));
                }
            }
        }
    }

    private static double[][][] values(ImagePlus image) {
        double[][][] values = new double[PLANES][CHANNELS][];
        for (int p = 0; p < PLANES; p++) {
            for (int c = 0; c < CHANNELS; c++) {
                var pixels = image.getStack().getProcessor(image.getStackIndex(c + 1, p + 1, 1));
                values[p][c] = IntStream.range(0, pixels.getPixelCount())
                        .mapToDouble(pixels::getf)
                        .toArray();
            }
        }
        return values;
    }

    /** What becomes of a value of a channel. */
    interface OfValue {
        double of(double value, int channel);
    }

    private static Plain each(OfValue of) {
        return values -> {
            double[][][] result = new double[PLANES][CHANNELS][];
            for (int p = 0; p < PLANES; p++) {
                for (int c = 0; c < CHANNELS; c++) {
                    int channel = c;
                    result[p][c] = Arrays.stream(values[p][c])
                            .map(x -> of.of(x, channel))
                            .toArray();
                }
            }
            return result;
        };
    }

    /** What is done to a value, found from all that belong together. */
    interface Measure {
        DoubleUnaryOperator of(double[] all);
    }

    private static Plain perPlaneAndChannel(Measure measure) {
        return joined(measure, (values, place) -> Arrays.stream(values[place[0]][place[1]]));
    }

    private static Plain perPlane(Measure measure) {
        return joined(
                measure, (values, place) -> Arrays.stream(values[place[0]]).flatMapToDouble(Arrays::stream));
    }

    private static Plain perChannel(Measure measure) {
        return joined(
                measure, (values, place) -> Arrays.stream(values).flatMapToDouble(p -> Arrays.stream(p[place[1]])));
    }

    private static Plain whole(Measure measure) {
        return joined(
                measure,
                (values, place) -> Arrays.stream(values).flatMap(Arrays::stream).flatMapToDouble(Arrays::stream));
    }

    private static Plain joined(Measure measure, BiFunction<double[][][], int[], DoubleStream> together) {
        return values -> {
            double[][][] result = new double[PLANES][CHANNELS][];
            for (int p = 0; p < PLANES; p++) {
                for (int c = 0; c < CHANNELS; c++) {
                    double[] all = together.apply(values, new int[] {p, c}).toArray();
                    result[p][c] =
                            Arrays.stream(values[p][c]).map(measure.of(all)).toArray();
                }
            }
            return result;
        };
    }

    private static DoubleUnaryOperator standard(double... all) {
        return standard(all, 1e-6);
    }

    private static DoubleUnaryOperator standard(double[] all, double eps) {
        double mean = Arrays.stream(all).average().orElseThrow();
        double variance =
                Arrays.stream(all).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
        return x -> (x - mean) / (Math.sqrt(variance) + eps);
    }

    private static DoubleUnaryOperator range(double[] all, double low, double high) {
        double[] sorted = Arrays.stream(all).sorted().toArray();
        double min = percentile(sorted, low);
        double max = percentile(sorted, high);
        return x -> (x - min) / (max - min + 1e-6);
    }

    private static double percentile(double[] sorted, double percent) {
        double place = percent / 100 * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    private static double[][][] softmax(double[][][] values) {
        double[][][] result = new double[PLANES][CHANNELS][values[0][0].length];
        for (int p = 0; p < PLANES; p++) {
            for (int i = 0; i < values[p][0].length; i++) {
                double sum = Math.exp(values[p][0][i]) + Math.exp(values[p][1][i]);
                for (int c = 0; c < CHANNELS; c++) {
                    result[p][c][i] = Math.exp(values[p][c][i]) / sum;
                }
            }
        }
        return result;
    }
}
