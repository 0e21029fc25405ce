// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Space;
import io.github.stencil.model.scale.PlaneScale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingDataTest {
    private static final DataSettings CLASSES = TrainingScenes.settings(Task.CLASSES, Space.PLANES, 0.2, 1);
    private static final DataSettings OBJECTS = TrainingScenes.settings(Task.OBJECTS, Space.PLANES, 0.2, 1);

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0} images, {1}")
    @CsvSource({"10, 0.2, 2", "10, 0, 0", "3, 0, 0", "12, 0.05, 2", "40, 0.5, 20", "11, 0.99, 10"})
    void theSplitIsDisjointAndComplete(int count, double fraction, int held) {
        List<List<Integer>> images =
                IntStream.range(0, count).mapToObj(List::of).toList();
        ValidationSplit<Integer> split = ValidationSplit.of(images, fraction);
        assertThat(split.validation()).hasSize(held);
        Set<Integer> all = new HashSet<>(split.training());
        all.addAll(split.validation());
        assertThat(all).hasSize(count);
        assertThat(split.training()).hasSize(count - held);
        assertThat(ValidationSplit.of(images, fraction)).isEqualTo(split);
    }

    @Test
    void casesOfOneImageStayTogetherWhereThereAreOthers() {
        List<List<Integer>> images = IntStream.range(0, 10)
                .mapToObj(i -> List.of(3 * i, 3 * i + 1, 3 * i + 2))
                .toList();
        ValidationSplit<Integer> split = ValidationSplit.of(images, 0.3);
        assertThat(split.validation()).hasSize(9);
        assertThat(images).filteredOn(split.validation()::containsAll).hasSize(3);
    }

    @ParameterizedTest(name = "{0} images, objects {1}")
    @CsvSource({"1, true", "2, false", "9, true"})
    void ofFewImagesACornerOfEachIsJudgedAndNeverLearned(int count, boolean objects) {
        DataSettings settings = objects ? OBJECTS : CLASSES;
        TrainingData data = TrainingScenes.data(5, count, 60, 50, 1, 1, settings);
        assertThat(data.training()).hasSize(count);
        assertThat(data.validation()).isEqualTo(data.training());
        for (LabelledCase one : data.training()) {
            HeldCorner corner = one.held().orElseThrow();
            int[] judged = data.truth(one);
            for (int i = 0; i < judged.length; i++) {
                assertThat(judged[i] != Targets.IGNORED).isEqualTo(corner.contains(i % 60, i / 60));
            }
            assertThat((double) corner.width() * corner.height() / (60 * 50)).isBetween(0.18, 0.22);
        }
        long learned = 0;
        for (long each : data.classCounts()) {
            learned += each;
        }
        HeldCorner first = data.training().get(0).held().orElseThrow();
        assertThat(learned).isEqualTo((long) count * (60 * 50 - first.width() * first.height()));
        PatchSettings whole = PatchSettings.plane(1, 50, 60)
                .withAugmentation(Augmentation.NONE)
                .withThreads(1)
                .withSteps(20);
        try (BatchSource source = data.batches(whole)) {
            for (int step = 0; step < 20; step++) {
                float[] weights = source.next().weights();
                assertThat(data.training()).anySatisfy(one -> {
                    for (int i = 0; i < weights.length; i++) {
                        assertThat(weights[i] == 0)
                                .isEqualTo(one.held().orElseThrow().contains(i % 60, i / 60));
                    }
                });
            }
        }
    }

    @Test
    void whatIsHeldBackDoesNotDependOnTheSeed() {
        TrainingData one = TrainingScenes.data(5, 12, 30, 30, 1, 1, CLASSES);
        assertThat(one.validation()).hasSize(2);
        List<String> names = one.validation().stream().map(LabelledCase::name).toList();
        TrainingData other = TrainingScenes.data(5, 12, 30, 30, 1, 1, CLASSES.withSeed(2));
        assertThat(other.validation().stream().map(LabelledCase::name)).isEqualTo(names);
    }

    @Test
    void aVolumesPercentilesAreThoseOfAllItsPixels() {
        Random random = new Random(7);
        float[] pixels = new float[20 * 15 * 2 * 6 * 2];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        AxisImage image = AxisImage.of("noise", ArrayImgs.floats(pixels, 20, 15, 2, 6, 2), "XYCZT");
        PlaneScale scale = PlaneScale.of(image, 1, 4, 1, CLASSES.normalization());
        for (int c = 0; c < 2; c++) {
            int channel = c;
            double[] sorted = IntStream.range(0, 4 * 300)
                    .mapToDouble(i -> pixels[(((1 * 6 + 1 + i / 300) * 2) + channel) * 300 + i % 300])
                    .sorted()
                    .toArray();
            double low = percentile(sorted, 1);
            assertThat((double) scale.low().get(c)).isCloseTo(low, within(1e-6));
            assertThat((double) scale.range().get(c)).isCloseTo(percentile(sorted, 99.8) - low, within(3e-6));
        }
    }

    private static double percentile(double[] sorted, double percent) {
        double place = percent / 100 * (sorted.length - 1);
        int below = (int) place;
        return sorted[below] + (sorted[below + 1] - sorted[below]) * (place - below);
    }

    @Test
    void foldersArePairedByStemAndMasksHaveTwoClasses() throws IOException {
        for (int i = 0; i < 5; i++) {
            write("images/cell" + i + ".tif", grey(30, 20, i));
            ImagePlus mask = grey(30, 20, 0);
            ImageProcessor pixels = mask.getProcessor();
            pixels.setRoi(3, 3, 10, 5);
            pixels.setValue(255);
            pixels.fill();
            write("labels/cell" + i + ".png", mask);
        }
        TrainingData data = open(CLASSES.withValidation(0));
        assertThat(data.classes()).isEqualTo(2);
        assertThat(data.classNames()).containsExactly("background", "foreground");
        assertThat(data.training()).hasSize(5);
        assertThat(data.validation()).isEmpty();
        assertThat(data.classCounts()).containsExactly(5 * 550, 5 * 50);
        float[] weights = data.classWeights();
        assertThat(weights[1] / weights[0]).isCloseTo(11, within(1e-4f));
        assertThat(weights[0] * 550 + weights[1] * 50).isCloseTo(600, within(1e-2f));
        try (BatchSource source = data.batches(PatchSettings.plane(2, 16, 16))) {
            assertThat(Arrays.stream(source.next().labels()).max()).hasValue(1);
        }
    }

    @Test
    void eachPlaneOfAStackIsACaseIn2dAndEachFrameIn3d() {
        int[] labels = TrainingScenes.objects(new Random(1), 30, 20, 12, 9);
        byte[] pixels = new byte[labels.length];
        short[] ids = new short[labels.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = (short) labels[i];
            pixels[i] = (byte) (labels[i] * 20);
        }
        AxisImage image = AxisImage.of("stack.tif", ArrayImgs.unsignedBytes(pixels, 30, 20, 4, 3), "XYZT");
        AxisImage map = AxisImage.of("map.tif", ArrayImgs.unsignedShorts(ids, 30, 20, 4, 3), "XYZT");
        TrainingData planes = TrainingScenes.open(List.of(image), List.of(map), OBJECTS);
        assertThat(planes.training()).hasSize(10);
        assertThat(planes.validation()).hasSize(2);
        TrainingData volumes = TrainingScenes.open(
                List.of(image), List.of(map), TrainingScenes.settings(Task.OBJECTS, Space.VOLUMES, 0.2, 1));
        assertThat(volumes.training()).hasSize(3);
        assertThat(volumes.validation()).isEqualTo(volumes.training()); // a corner of each
        LabelledCase held = volumes.validation().get(0);
        assertThat(held.name()).isEqualTo("stack t" + (held.frame() + 1));
        byte[] frame = (byte[]) held.image().copy(held.image().extent().interval());
        assertThat(frame).isEqualTo(Arrays.copyOfRange(pixels, held.frame() * 2400, held.frame() * 2400 + 2400));
        int[] truth = TrainingScenes.labels(held.labels());
        assertThat(truth).isEqualTo(Arrays.copyOfRange(labels, held.frame() * 2400, held.frame() * 2400 + 2400));
    }

    @Test
    void countsAreThoseOfTheWholeClassMap() {
        TrainingData data = TrainingScenes.data(5, Task.OBJECTS, 2, 50, 40, 8, 1);
        long[] counts = new long[3];
        for (LabelledCase one : data.training()) {
            for (int label : one.classes(data.targets())) {
                counts[label]++;
            }
        }
        assertThat(data.classCounts()).isEqualTo(counts);
        assertThat(data.classNames()).containsExactly("background", "interior", "border");
    }

    @Test
    void filesWithoutPartnersAreListed() throws IOException {
        write("images/a.tif", grey(8, 8, 0));
        write("images/b.tif", grey(8, 8, 0));
        write("labels/a.tif", grey(8, 8, 0));
        write("labels/c.tif", grey(8, 8, 0));
        refused(() -> open(CLASSES), "2 files have no partner: ", "b.tif, ", "c.tif. Give each image");
        refused(
                () -> TrainingData.open(
                        folder.resolve("images").toString(),
                        folder.resolve("labels/a.tif").toString(),
                        CLASSES,
                        Progress.NONE),
                "a folder and a file");
        Files.createDirectories(folder.resolve("empty"));
        refused(
                () -> TrainingData.open(
                        folder.resolve("empty").toString(),
                        folder.resolve("labels").toString(),
                        CLASSES,
                        Progress.NONE),
                "has no images");
    }

    @Test
    void imagesAndLabelsOfDifferentSizeAreBothNamed() throws IOException {
        write("images/a.tif", grey(8, 8, 0));
        write("labels/a.tif", grey(8, 9, 0));
        refused(() -> open(CLASSES), "images", "a.tif is 8 x 8 but its labels", "a.tif are 8 x 9.");
    }

    @Test
    void colouredLabelsAreRefused() throws IOException {
        write("images/a.tif", grey(8, 8, 0));
        write("labels/a.tif", new ImagePlus("a", new ColorProcessor(8, 8)));
        refused(() -> open(CLASSES), "a.tif\" is an RGB image, whose colours are no labels");
    }

    @Test
    void imagesOfDifferentChannelsAreRefused() throws IOException {
        write("images/a.tif", grey(8, 8, 0));
        write("labels/a.tif", grey(8, 8, 1));
        write("images/b.tif", new ImagePlus("b", new ColorProcessor(8, 8)));
        write("labels/b.tif", grey(8, 8, 1));
        refused(() -> open(CLASSES), "a.tif has 1 channel but ", "b.tif has 3 channels.");
    }

    @Test
    void aFractionalLabelIsNamedByItsPlace() {
        float[] labels = new float[80];
        labels[3 * 10 + 4] = 1.5f;
        AxisImage image = TrainingScenes.floats(new float[80], 10, 8);
        refused(
                () -> TrainingScenes.open(List.of(image), List.of(TrainingScenes.floats(labels, 10, 8)), CLASSES),
                "\"floats.tif\" is 1.5 at x=4, y=3, but labels are whole numbers");
    }

    @Test
    void labelsThatNoNetworkCanLearnAreRefused() {
        AxisImage image = TrainingScenes.floats(new float[10_000], 100, 100);
        refused(() -> TrainingScenes.open(List.of(image), List.of(labels(i -> 0)), CLASSES), "a single class (0 ");
        refused(
                () -> TrainingScenes.open(List.of(image), List.of(labels(i -> 0)), OBJECTS),
                "Give labels with objects");
        refused(
                () -> TrainingScenes.open(List.of(image), List.of(labels(i -> i / 100)), CLASSES),
                "more than 64 different labels",
                "Choose the task Objects");
        refused(
                () -> TrainingScenes.open(List.of(image), List.of(labels(i -> i % 2 == 0 ? 255 : i % 3)), CLASSES),
                "Labels go up to 255",
                "add 255 to ignore");
        refused(
                () -> TrainingScenes.open(
                        List.of(image), List.of(labels(i -> i % 2)), TrainingScenes.ignoring(CLASSES, "0-1")),
                "All labels are ignored");
        refused(
                () -> TrainingScenes.open(
                        List.of(image),
                        List.of(labels(i -> i % 2)),
                        TrainingScenes.settings(Task.CLASSES, Space.VOLUMES, 0, 1)),
                "has one slice but 3D training needs volumes");
        refused(() -> TrainingScenes.settings(Task.CLASSES, Space.PLANES, 1, 1), "below 1");
    }

    @Test
    void theSmallestObjectIsNeitherASpeckNorCutByTheEdgeNorAMask() {
        short[] ids = new short[64 * 64];
        int label = 0;
        for (int row = 0; row < 15; row++) { // 225 objects of 4 to 9 pixels that do not touch the edge
            for (int column = 0; column < 15; column++) {
                label++;
                int size = 4 + label % 6;
                for (int i = 0; i < size; i++) {
                    ids[(2 + 4 * row + i / 3) * 64 + 2 + 4 * column + i % 3] = (short) label;
                }
            }
        }
        ids[63 * 64 + 63] = 1000; // one pixel, at the edge
        ids[62 * 64 + 62] = 1001; // one pixel, a speck among 225
        byte[] pixels = new byte[ids.length];
        for (int i = 0; i < ids.length; i++) {
            pixels[i] = (byte) (ids[i] == 0 ? 10 : 200);
        }
        AxisImage image = AxisImage.of("cells.tif", ArrayImgs.unsignedBytes(pixels, 64, 64), "XY");
        AxisImage map = AxisImage.of("map.tif", ArrayImgs.unsignedShorts(ids, 64, 64), "XY");
        DataSettings all = TrainingScenes.settings(Task.OBJECTS, Space.PLANES, 0, 1);
        assertThat(TrainingScenes.open(List.of(image), List.of(map), all).smallestObject())
                .hasValue(4);
        short[] mask = new short[ids.length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = (short) (ids[i] == 0 ? 0 : 255);
        }
        AxisImage masks = AxisImage.of("mask.tif", ArrayImgs.unsignedShorts(mask, 64, 64), "XY");
        assertThat(TrainingScenes.open(List.of(image), List.of(masks), all).smallestObject())
                .isEmpty();
    }

    private static AxisImage labels(java.util.function.IntUnaryOperator label) {
        return TrainingScenes.map(IntStream.range(0, 10_000).map(label).toArray(), 100, 100, 1);
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOf(StencilException.class).hasMessageContainingAll(parts);
    }

    private TrainingData open(DataSettings settings) {
        return TrainingData.open(
                folder.resolve("images").toString(), folder.resolve("labels").toString(), settings, Progress.NONE);
    }

    private static ImagePlus grey(int width, int height, int value) {
        ImagePlus image = IJ.createImage("grey", "8-bit black", width, height, 1);
        image.getProcessor().add(value);
        return image;
    }

    private void write(String name, ImagePlus image) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        boolean saved = name.endsWith(".png")
                ? new FileSaver(image).saveAsPng(file.toString())
                : new FileSaver(image).saveAsTiff(file.toString());
        assertThat(saved).isTrue();
    }
}
