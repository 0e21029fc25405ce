// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.PixelType;
import io.github.stencil.label.LabelSet;
import io.github.stencil.label.objects.ThresholdMask;
import io.github.stencil.label.onehot.ClassAxis;
import io.github.stencil.label.onehot.DecodeRule;
import io.github.stencil.label.onehot.EncodeRule;
import io.github.stencil.label.onehot.OneHot;
import io.github.stencil.mask.ClassPixels;
import io.github.stencil.mask.MaskMode;
import io.github.stencil.mask.MaskRule;
import io.github.stencil.mask.MaskedType;
import io.github.stencil.mask.Masks;
import io.github.stencil.mask.Noise;
import io.github.stencil.metric.ConfusionCounts;
import io.github.stencil.metric.DeviceCounts;
import io.github.stencil.metric.Scores;
import io.github.stencil.model.Images;
import io.github.stencil.model.Model;
import io.github.stencil.model.PredictionOutput;
import io.github.stencil.model.PredictionSettings;
import io.github.stencil.model.step.Normalization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Chains on the device give what the same calls give for images in memory, and copy images only where they say. */
class DeviceImageTest {
    private static final Path NUCLEI = Path.of("sample-data", "models", "nuclei");

    private final Noise noise = new Noise(5);
    private DeviceSession session = DeviceSession.open(Progress.NONE);

    @BeforeEach
    void open() {
        session.close();
        session = DeviceSession.open(Progress.NONE);
    }

    @AfterEach
    void close() {
        assertThat(session.living()).as("tensors that were not closed").isZero();
        session.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UINT32")
    void whatWasPushedIsPulled(PixelType type) {
        AxisImage image = noise.image(type, 13, 7, 2, 3, 2);
        try (DeviceImage there = DeviceImage.push(image, session)) {
            same(there.pull(), image);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "UINT8, UINT8, KEEP_INSIDE, '', SAME",
        "UINT16, UINT8, KEEP_OUTSIDE, '1,3-5', SAME",
        "FLOAT32, UINT16, KEEP_INSIDE, '1,3,5,7,9,11,13,15,17,19,21', SAME",
        "UINT8, FLOAT32, WEIGHT, '', SAME",
        "UINT16, UINT8, WEIGHT, '', FLOAT",
        "INT16, UINT8, KEEP_OUTSIDE, '1,3-5', FLOAT",
        "INT16, INT16, KEEP_INSIDE, '2-32767', SAME",
        "INT16, UINT8, WEIGHT, '', SAME"
    })
    void masksAreThoseOfApplyMask(PixelType type, PixelType maskType, MaskMode mode, String include, MaskedType out) {
        AxisImage image = noise.image(type, 21, 10, 2, 3, 2);
        AxisImage mask = noise.labels(maskType, 21, 10, 1, 3, 1);
        MaskRule rule = MaskRule.USUAL
                .withMode(mode)
                .withInclude(LabelSet.of(include))
                .withFill(7)
                .withType(out);
        try (DeviceImage there = DeviceImage.push(image, session);
                DeviceImage over = DeviceImage.push(mask, session);
                DeviceImage masked = Masks.apply(there, over, rule)) {
            same(masked.pull(), Masks.apply(image, mask, rule, ImageStore.memory(), Progress.NONE));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UINT32")
    void classPixelsAreThoseOfExtractClassPixels(PixelType type) {
        AxisImage image = noise.image(type, 21, 10, 3, 2, 2);
        AxisImage mask = noise.labels(PixelType.UINT8, 21, 10, 1, 2, 1);
        LabelSet include = LabelSet.of("2-4");
        try (DeviceImage there = DeviceImage.push(image, session);
                DeviceImage over = DeviceImage.push(mask, session);
                DeviceImage pixels = ClassPixels.vectors(there, over, include)) {
            same(pixels.pull(), ClassPixels.of(image, mask, include).vectors(ImageStore.memory(), Progress.NONE));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "UINT8, CHANNELS, 3, true",
        "INT16, CHANNELS, 2, true",
        "UINT16, CHANNELS, 1, false",
        "FLOAT32, SLICES, 1, true"
    })
    void planesOfClassesAreThoseOfTheCommandsAndDecodeToTheLabels(
            PixelType type, ClassAxis axis, int slices, boolean background) {
        AxisImage labels = Noise.filled(type, new Extent(19, 11, 1, slices, 2), i -> i * 7 % 5);
        EncodeRule rule = EncodeRule.of(0).withBackground(background).withAxis(axis);
        DecodeRule back = DecodeRule.USUAL.withAxis(axis).withBackground(background);
        try (DeviceImage there = DeviceImage.push(labels, session);
                DeviceImage stack = OneHot.encode(there, rule);
                DeviceImage decoded = OneHot.decode(stack, back)) {
            AxisImage wanted = OneHot.encode(labels, rule, ImageStore.memory(), Progress.NONE)
                    .image();
            same(stack.pull(), wanted);
            same(decoded.pull(), OneHot.decode(wanted, back, ImageStore.memory(), Progress.NONE));
        }
    }

    @Test
    void labelsWithoutAClassAreRefusedAsByTheCommand() {
        AxisImage labels = Noise.filled(PixelType.UINT8, new Extent(8, 8, 1, 1, 1), i -> i == 9 ? 41 : i % 3);
        AxisImage none = Noise.filled(PixelType.FLOAT32, new Extent(8, 8, 1, 1, 1), i -> i == 9 ? 0.5 : 1);
        try (DeviceImage there = DeviceImage.push(labels, session);
                DeviceImage other = DeviceImage.push(none, session)) {
            assertThatThrownBy(() -> OneHot.encode(there, EncodeRule.of(4)))
                    .isInstanceOf(StencilException.class)
                    .hasMessageContaining("Labels go up to 41 but there are 4 classes (label 41 in 1 pixel)");
            assertThatThrownBy(() -> OneHot.encode(other, EncodeRule.of(4)))
                    .isInstanceOf(StencilException.class)
                    .hasMessageContaining("no labels");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "UINT8, 100",
        "UINT16, 0.5",
        "INT16, -3.5",
        "INT16, 100",
        "FLOAT32, 0.1",
        "FLOAT32, -1e300",
        "FLOAT32, 1e300"
    })
    void aThresholdPartsPixelsAsADoubleDoes(PixelType type, double threshold) {
        AxisImage image = noise.image(type, 16, 16, 1, 1, 2);
        double[] values = Noise.values(image);
        try (DeviceImage there = DeviceImage.push(image, session);
                DeviceImage mask = ThresholdMask.apply(there, threshold)) {
            double[] found = Noise.values(mask.pull());
            for (int i = 0; i < values.length; i++) {
                assertThat(found[i]).isEqualTo(values[i] >= threshold ? 255 : 0);
            }
        }
    }

    @Test
    void aThresholdThatNoFloatEqualsIsNotRoundedDown() {
        float below = 0.7f; // 0.69999998807907104
        try (DeviceImage there = DeviceImage.push(Noise.constant(PixelType.FLOAT32, 2, 2, below), session);
                DeviceImage mask = ThresholdMask.apply(there, 0.7);
                DeviceImage other = ThresholdMask.apply(there, below)) {
            assertThat(Noise.values(mask.pull())).containsOnly(0);
            assertThat(Noise.values(other.pull())).containsOnly(255);
        }
    }

    @Test
    void countsAreThoseOfImagesInMemory() {
        Img<UnsignedByteType> truth = labels(3, 5);
        Img<UnsignedByteType> prediction = labels(4, 5);
        try (DeviceImage t = DeviceImage.push(AxisImage.of("truth", truth, "XY"), session);
                DeviceImage p = DeviceImage.push(AxisImage.of("prediction", prediction, "XY"), session);
                DeviceCounts counts = DeviceCounts.count(t, p, 5);
                DeviceCounts few = DeviceCounts.count(t, p, 4)) {
            ConfusionCounts wanted = Scores.count(truth, prediction);
            assertThat(counts.pull()).isEqualTo(wanted);
            long beyond = wanted.truth(4) + wanted.falsePositives(4);
            assertThatThrownBy(few::pull)
                    .hasMessageContaining(beyond + " of 600 pixels have labels that are none of the classes 0 to 3");
        }
    }

    @ParameterizedTest
    @CsvSource({"8, 1, LABELS", "16, 2, PROBABILITIES", "32, 1, MASK"})
    void predictionsAreThoseOfPredictMasks(int bits, int frames, PredictionOutput output) {
        compare(Model.open(NUCLEI), bits, frames, PredictionSettings.USUAL.withOutput(output));
    }

    @Test
    void meanAndDeviationAreThoseOfPredictMasks() {
        compare(
                Model.open(NUCLEI),
                32,
                2,
                PredictionSettings.USUAL
                        .withOutput(PredictionOutput.PROBABILITIES)
                        .withNormalization(Normalization.of(Normalization.Method.MEAN_AND_DEVIATION)));
    }

    @Test
    void aModelWithVariablesPredictsOnTheDeviceAsWell() {
        Path models = Images.shared("models");
        Path model = withVariables(models);
        compare(Model.open(model), 8, 1, PredictionSettings.USUAL.withOutput(PredictionOutput.RAW));
    }

    private static Path withVariables(Path models) {
        try (var all = Files.list(models)) {
            return all.filter(model -> Files.exists(model.resolve("variables")))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aChainPushesOnceAndPullsOnce() {
        AxisImage image = AxisImage.of(Images.noise(1, 16, 72, 56, 1, 1, 1));
        Model model = Model.open(NUCLEI);
        PredictionSettings probabilities = PredictionSettings.USUAL.withOutput(PredictionOutput.PROBABILITIES);
        long pixels = 72L * 56;
        try (DeviceImage there = DeviceImage.push(image, session);
                DeviceImage scores = model.predict(there, probabilities);
                DeviceImage labels = OneHot.decode(scores, DecodeRule.USUAL);
                DeviceImage planes = OneHot.encode(labels, EncodeRule.of(3));
                DeviceImage again = OneHot.decode(planes, DecodeRule.USUAL);
                DeviceImage nuclei = ThresholdMask.apply(labels, 1);
                DeviceImage masked = Masks.apply(there, nuclei, MaskRule.USUAL);
                DeviceImage inside = ClassPixels.vectors(there, labels, LabelSet.of("0"));
                DeviceCounts counts = DeviceCounts.count(labels, again, 3)) {
            assertThat(session.traffic().pulls()).isZero();
            AxisImage result = masked.pull();
            ConfusionCounts same = counts.pull();
            Traffic traffic = session.traffic();
            assertThat(traffic.pushes()).isEqualTo(1);
            assertThat(traffic.pulls()).isEqualTo(1);
            assertThat(traffic.pushedBytes()).isEqualTo(2 * pixels);
            assertThat(traffic.pulledBytes()).isEqualTo(2 * pixels);
            assertThat(traffic.smallBytes()).isLessThan(4096);
            assertThat(same.truePositives(0) + same.truePositives(1) + same.truePositives(2))
                    .isEqualTo(pixels);
            assertThat(inside.description().extent().width()).isEqualTo(Math.toIntExact(same.truth(0)));
            AxisImage wanted = model.predict(image, PredictionSettings.USUAL, ImageStore.memory(), Progress.NONE);
            same(result, Masks.apply(image, wanted, MaskRule.USUAL, ImageStore.memory(), Progress.NONE));
        }
    }

    @Test
    void closingFreesMemoryAtOnce() throws Exception {
        AxisImage large = Noise.constant(PixelType.FLOAT32, 2048, 2048, 1);
        long before = resident();
        pushAndClose(large, 200);
        long heap = Runtime.getRuntime().maxMemory(); // may grow to that as Java sees fit
        assertThat(resident() - before).as("grew by bytes, of 200 x 20 MB").isLessThan(heap + (400L << 20));
        DeviceImage closed = DeviceImage.push(large, session);
        closed.close();
        closed.close();
        assertThatThrownBy(closed::pull).hasMessageContaining("has been closed");
    }

    private void pushAndClose(AxisImage image, int times) {
        for (int i = 0; i < times; i++) {
            try (DeviceImage there = DeviceImage.push(image, session);
                    DeviceImage mask = ThresholdMask.apply(there, 0.5)) {
                assertThat(mask.session().living()).isEqualTo(2);
            }
        }
    }

    @Test
    void withoutAGpuTensorsAreInHostMemory() {
        try (DeviceImage there = DeviceImage.push(Noise.constant(PixelType.UINT8, 2, 2, 1), session)) {
            assertThat(there.tensor().place()).isEqualTo(session.device());
        }
    }

    private void compare(Model model, int bits, int frames, PredictionSettings settings) {
        Matcher said = Pattern.compile(", (\\d+) channels")
                .matcher(String.valueOf(model.properties().get("Input size")));
        int channels = said.find() ? Integer.parseInt(said.group(1)) : 1;
        AxisImage image = AxisImage.of(Images.noise(3, bits, 75, 62, channels, 1, frames));
        try (DeviceImage there = DeviceImage.push(image, session);
                DeviceImage predicted = model.predict(there, settings)) {
            AxisImage wanted = model.predict(image, settings, ImageStore.memory(), Progress.NONE);
            AxisImage found = predicted.pull();
            assertThat(found.extent()).isEqualTo(wanted.extent());
            assertThat(found.title()).isEqualTo(wanted.title());
            double[] a = Noise.values(found);
            double[] b = Noise.values(wanted);
            double most = 0;
            for (int i = 0; i < a.length; i++) {
                most = Math.max(most, Math.abs(a[i] - b[i]));
            }
            assertThat(most).isLessThan(found.type().isInteger() ? 1e-9 : 1e-5);
        }
    }

    private static void same(AxisImage found, AxisImage wanted) {
        assertThat(found.description().type()).isEqualTo(wanted.description().type());
        assertThat(found.extent()).isEqualTo(wanted.extent());
        assertThat(found.title()).isEqualTo(wanted.title());
        Noise.assertSame(Noise.values(found), Noise.values(wanted), found.title());
    }

    private static Img<UnsignedByteType> labels(int step, int classes) {
        byte[] values = new byte[30 * 20];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (i * step % 7 % classes);
        }
        return ArrayImgs.unsignedBytes(values, 30, 20);
    }

    private static long resident() throws Exception {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        throw new IllegalStateException("no VmRSS");
    }
}
