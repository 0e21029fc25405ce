// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import static io.github.stencil.metric.LabelMapsForTests.compare;
import static io.github.stencil.metric.LabelMapsForTests.count;
import static io.github.stencil.metric.LabelMapsForTests.image;
import static io.github.stencil.metric.LabelMapsForTests.labels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import io.github.stencil.CancelledException;
import io.github.stencil.StencilException;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelSet;
import java.util.List;
import java.util.Random;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoresTest {
    private static final int WIDTH = 61;
    private static final int HEIGHT = 43;
    private static final int PIXELS = WIDTH * HEIGHT;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void iouAndDiceDoNotChangeWhenTruthAndPredictionChangePlaces(long seed) {
        Random random = new Random(seed);
        ImagePlus a = image("a", 8, WIDTH, HEIGHT, labels(random, PIXELS, 5));
        ImagePlus b = image("b", 8, WIDTH, HEIGHT, labels(random, PIXELS, 7));
        ConfusionCounts there = count(a, b);
        ConfusionCounts back = count(b, a);
        for (long label : there.labels()) {
            assertThat(there.iou(label, EmptyClass.SKIP)).isEqualTo(back.iou(label, EmptyClass.SKIP));
            assertThat(there.dice(label, EmptyClass.SKIP)).isEqualTo(back.dice(label, EmptyClass.SKIP));
            assertThat(there.precision(label, EmptyClass.SKIP)).isEqualTo(back.recall(label, EmptyClass.SKIP));
            assertThat(there.volumeSimilarity(label, EmptyClass.SKIP))
                    .isEqualTo(-back.volumeSimilarity(label, EmptyClass.SKIP));
        }
        assertThat(ClassSummary.of(there, EmptyClass.SKIP).kappa())
                .isCloseTo(ClassSummary.of(back, EmptyClass.SKIP).kappa(), within(1e-15));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void diceIsTwoIouByOnePlusIou(long seed) {
        ConfusionCounts counts = random(seed, 6);
        for (long label : counts.labels()) {
            double iou = counts.iou(label, EmptyClass.SKIP);
            assertThat(counts.dice(label, EmptyClass.SKIP)).isCloseTo(2 * iou / (1 + iou), within(1e-15));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void balancedAccuracyDoesNotChangeWhenAClassGetsRarerAndIsOneForBothOfTwoClasses(long seed) {
        ConfusionCounts counts = random(seed, 2);
        ConfusionCounts rarer = ConfusionCounts.of(new long[][] {
            {1000 * counts.count(0, 0), 1000 * counts.count(0, 1)}, {counts.count(1, 0), counts.count(1, 1)}
        });
        double balanced = counts.balancedAccuracy(1, EmptyClass.SKIP);
        assertThat(rarer.balancedAccuracy(1, EmptyClass.SKIP)).isCloseTo(balanced, within(1e-15));
        assertThat(counts.balancedAccuracy(0, EmptyClass.SKIP)).isEqualTo(balanced);
    }

    @Test
    void balancedAccuracyIsTheMeanOfRecallAndSpecificity() {
        // recall 1/2, specificity 7/8
        ConfusionCounts found = ConfusionCounts.of(new long[][] {{7, 1}, {1, 1}});
        assertThat(found.balancedAccuracy(1, EmptyClass.SKIP)).isEqualTo(11 / 16.0);
        ConfusionCounts nothing = ConfusionCounts.of(new long[][] {{98, 0}, {2, 0}});
        assertThat(nothing.balancedAccuracy(1, EmptyClass.SKIP)).isEqualTo(0.5);
    }

    @Test
    void balancedAccuracyFollowsTheRuleWhereTheTruthLacksTheClassOrHasNothingElse() {
        ConfusionCounts lacks = ConfusionCounts.of(new long[][] {{8, 2}, {0, 0}});
        for (EmptyClass rule : EmptyClass.values()) {
            assertThat(lacks.balancedAccuracy(1, rule)).isEqualTo(Double.valueOf(rule.value()));
            assertThat(lacks.balancedAccuracy(0, rule)).isEqualTo(Double.valueOf(rule.value()));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aPredictionThatIsTheTruthIsPerfect(long seed) {
        int[] labels = labels(new Random(seed), PIXELS, 4);
        ConfusionCounts counts =
                count(image("a", 8, WIDTH, HEIGHT, labels), image("b", 32, WIDTH, HEIGHT, labels.clone()));
        assertThat(ClassSummary.of(counts, EmptyClass.SKIP)).isEqualTo(new ClassSummary(1, 1, 1, 1, 1, 1, 1, 1, 4));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void renumberingTheClassesOnlyRenumbersTheScores(long seed) {
        Random random = new Random(seed);
        int[] truth = labels(random, PIXELS, 4);
        int[] prediction = labels(random, PIXELS, 4);
        int[] renumbered = {2, 0, 3, 1};
        ConfusionCounts before = count(image("a", 8, WIDTH, HEIGHT, truth), image("b", 8, WIDTH, HEIGHT, prediction));
        ConfusionCounts after = count(
                image("a", 8, WIDTH, HEIGHT, renumber(truth, renumbered)),
                image("b", 8, WIDTH, HEIGHT, renumber(prediction, renumbered)));
        for (int label = 0; label < 4; label++) {
            assertThat(after.iou(renumbered[label], EmptyClass.SKIP)).isEqualTo(before.iou(label, EmptyClass.SKIP));
        }
        assertThat(ClassSummary.of(after, EmptyClass.SKIP).mcc())
                .isCloseTo(ClassSummary.of(before, EmptyClass.SKIP).mcc(), within(1e-15));
    }

    @ParameterizedTest(name = "{0}-bit truth, {1}-bit prediction")
    @CsvSource({"8,8", "8,16", "16,8", "16,16", "32,8", "8,32", "32,32", "16,32"})
    void everyPairOfTypesGivesTheCountsOfAPlainLoop(int trueBits, int predictedBits) {
        long seed = 11L * trueBits + predictedBits;
        Random random = new Random(seed);
        int[] truth = labels(random, PIXELS, 9);
        int[] prediction = labels(random, PIXELS, 9);
        ConfusionCounts counts =
                count(image("a", trueBits, WIDTH, HEIGHT, truth), image("b", predictedBits, WIDTH, HEIGHT, prediction));
        assertThat(counts).as("seed %d", seed).isEqualTo(ConfusionCounts.of(plain(truth, prediction, 9)));
    }

    @ParameterizedTest(name = "longest run {0}")
    @ValueSource(ints = {1, 9, 300})
    void aLargeImageGivesTheCountsOfAPlainLoop(int run) {
        int width = 1003;
        int height = 907; // several bands, and a rest after the last eight pixels
        Random random = new Random(run);
        int[] truth = new int[width * height];
        int[] prediction = new int[width * height];
        for (int i = 0; i < truth.length; ) {
            int t = random.nextInt(60);
            int p = random.nextInt(256);
            for (int end = Math.min(truth.length, i + 1 + random.nextInt(run)); i < end; i++) {
                truth[i] = t;
                prediction[i] = p;
            }
        }
        ConfusionCounts counts = count(image("a", 8, width, height, truth), image("b", 8, width, height, prediction));
        assertThat(counts).isEqualTo(ConfusionCounts.of(plain(truth, prediction, 256)));
    }

    @Test
    void countsOfAStackAreTheSumOfItsPlanesAndPlanesAreNamedByTheirPlace() {
        Random random = new Random(3);
        ImagePlus truth = image("cells.tif", 8, WIDTH, HEIGHT, labels(random, 6 * PIXELS, 3));
        ImagePlus prediction = image("b", 8, WIDTH, HEIGHT, labels(random, 6 * PIXELS, 3));
        truth.setDimensions(1, 3, 2);
        prediction.setDimensions(1, 3, 2);
        List<ImageCounts> planes = count(truth, prediction, Space.PLANES);
        List<ImageCounts> volumes = count(truth, prediction, Space.VOLUMES);
        assertThat(planes)
                .extracting(ImageCounts::image)
                .containsExactly(
                        "cells z1 t1", "cells z2 t1", "cells z3 t1", "cells z1 t2", "cells z2 t2", "cells z3 t2");
        assertThat(volumes).extracting(ImageCounts::image).containsExactly("cells t1", "cells t2");
        ConfusionCounts first = planes.get(0)
                .counts()
                .plus(planes.get(1).counts())
                .plus(planes.get(2).counts());
        assertThat(volumes.get(0).counts()).isEqualTo(first);
        List<ImageCounts> report = new ClassReport(planes).rows();
        assertThat(report.get(6).image()).isEqualTo("(all)");
        assertThat(report.get(6).counts())
                .isEqualTo(volumes.get(0).counts().plus(volumes.get(1).counts()));
    }

    @Test
    void onlyAxesThatTheStackHasAreInTheNames() {
        ImagePlus stack = image("a.b.tif", 8, 2, 1, 0, 1, 1, 0);
        assertThat(count(stack, stack.duplicate(), Space.PLANES))
                .extracting(ImageCounts::image)
                .containsExactly("a.b z1", "a.b z2");
        stack.setDimensions(1, 1, 2);
        assertThat(count(stack, stack.duplicate(), Space.PLANES))
                .extracting(ImageCounts::image)
                .containsExactly("a.b t1", "a.b t2");
        ImagePlus plane = image("a", 8, 1, 1, 0);
        assertThat(count(plane, plane.duplicate(), Space.VOLUMES))
                .extracting(ImageCounts::image)
                .containsExactly("a");
    }

    @Test
    void pixelsOfIgnoredTruthAreLeftOutAndPredictionsAreNot() {
        ImagePlus truth = image("a", 8, 5, 1, 0, 255, 1, 255, 1);
        ImagePlus prediction = image("b", 8, 5, 1, 0, 1, 1, 0, 2);
        ConfusionCounts counts = Scores.count(compare(truth, prediction).withIgnored(LabelSet.of("255")))
                .get(0)
                .counts();
        assertThat(counts).isEqualTo(ConfusionCounts.of(new long[][] {{1, 0, 0}, {0, 1, 1}, {0, 0, 0}}));
    }

    @Test
    void classesHaveNoGapsAndThereAreTwoAtLeast() {
        assertThat(count(image("a", 8, 2, 1, 0, 0), image("b", 8, 2, 1, 0, 0)).labels())
                .containsExactly(0, 1);
        assertThat(count(image("a", 8, 2, 1, 0, 4), image("b", 8, 2, 1, 0, 2)).labels())
                .containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void aMaskOf255HasTwoClassesAndNot256() {
        ImagePlus mask = image("a", 8, 3, 1, 0, 255, 255);
        ImagePlus empty = image("b", 8, 3, 1, 0, 0, 0);
        assertThat(count(mask, mask.duplicate()).labels()).containsExactly(0, 255);
        ClassReport report = new ClassReport(List.of(
                new ImageCounts("a", count(mask, mask.duplicate())),
                new ImageCounts("b", count(empty, empty.duplicate()))));
        assertThat(report.images().get(1).counts().labels()).containsExactly(0, 255);
    }

    @Test
    void imagesOfASetAreScoredOverTheClassesOfTheSet() {
        ConfusionCounts three = ConfusionCounts.of(new long[][] {{5, 0, 0}, {0, 5, 0}, {0, 0, 5}});
        ConfusionCounts two = ConfusionCounts.of(new long[][] {{5, 0}, {5, 5}});
        ClassReport report = new ClassReport(List.of(new ImageCounts("a", three), new ImageCounts("b", two)));
        ConfusionCounts aligned = report.images().get(1).counts();
        assertThat(aligned.labels()).containsExactly(0, 1, 2);
        assertThat(aligned.iou(2, EmptyClass.SKIP)).isNaN();
        assertThat(report.summary(EmptyClass.SKIP).get(1).scores().classes()).isEqualTo(2);
        assertThat(report.summary(EmptyClass.ONE).get(1).scores().meanIou()).isEqualTo((0.5 + 0.5 + 1) / 3);
        assertThat(report.summary(EmptyClass.ZERO).get(1).scores().meanIou()).isEqualTo((0.5 + 0.5) / 3);
    }

    @Test
    void aFalsePositiveOfAClassThatTheTruthLacksIsNotHidden() {
        ConfusionCounts counts = ConfusionCounts.of(new long[][] {{8, 2}, {0, 0}});
        for (EmptyClass rule : EmptyClass.values()) {
            assertThat(counts.iou(1, rule)).isZero();
            assertThat(counts.dice(1, rule)).isZero();
            assertThat(counts.precision(1, rule)).isZero();
            assertThat(counts.volumeSimilarity(1, rule)).isEqualTo(2);
            assertThat(counts.recall(1, rule)).isEqualTo(Double.valueOf(rule.value()));
        }
    }

    @Test
    void imgLib2ImagesAreCountedAsImagesOfImageJ() {
        byte[] truth = {0, 1, 2, 2, 1, 0};
        float[] prediction = {0, 1, 1, 2, 1, 1};
        ConfusionCounts counts =
                Scores.count(ArrayImgs.unsignedBytes(truth, 3, 1, 2), ArrayImgs.floats(prediction, 3, 1, 2));
        assertThat(counts).isEqualTo(ConfusionCounts.of(new long[][] {{1, 1, 0}, {0, 2, 0}, {0, 1, 1}}));
        assertThatThrownBy(() -> Scores.count(ArrayImgs.unsignedBytes(3), ArrayImgs.unsignedBytes(3)))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("1 dimensions");
    }

    @ParameterizedTest
    @CsvSource({
        "1.5, is 1.5 at x=3",
        "-1, is -1 at x=3",
        "NaN, is NaN at x=3",
        "16777218, is 16777218 at x=3",
        "Infinity, is Infinity at x=3"
    })
    void aValueThatIsNoLabelIsNamedWithItsPlace(float value, String words) {
        ImageStack stack = new ImageStack(5, 4);
        stack.addSlice(new FloatProcessor(5, 4));
        stack.addSlice(new FloatProcessor(5, 4));
        stack.getProcessor(2).setf(3, 2, value);
        ImagePlus wrong = new ImagePlus("wrong", stack);
        ImagePlus right = image("right", 8, 5, 4, new int[40]);
        assertThatThrownBy(() -> count(right, wrong))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("The prediction \"wrong\" " + words + ", y=2, slice 2,")
                .hasMessageEndingWith(".");
        assertThatThrownBy(() -> count(wrong, right)).hasMessageContaining("The truth \"wrong\"");
    }

    @Test
    void theFirstOfSeveralWrongValuesIsNamedWhicheverThreadMeetsIt() {
        FloatProcessor pixels = new FloatProcessor(2000, 1000);
        pixels.setf(7, 500, 0.5f);
        pixels.setf(0, 999, 0.25f);
        ImagePlus wrong = new ImagePlus("wrong", pixels);
        ImagePlus right = image("right", 8, 2000, 1000, new int[2_000_000]);
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> count(right, wrong)).hasMessageContaining("is 0.5 at x=7, y=500,");
        }
    }

    @Test
    void labelsAreExactUpTo16777216() {
        ImagePlus truth = image("a", 32, 3, 1, 16_777_216, 16_777_215, 0);
        assertThat(count(truth, truth.duplicate()).labels()).containsExactly(0, 16_777_215, 16_777_216);
    }

    @Test
    void mapsThatCannotBeComparedAreRefusedWithBothNames() {
        ImagePlus small = image("small", 8, 2, 2, new int[4]);
        ImagePlus large = image("large", 8, 3, 2, new int[6]);
        ImagePlus stack = image("stack", 8, 2, 2, new int[8]);
        assertThatThrownBy(() -> count(small, large))
                .isInstanceOf(StencilException.class)
                .hasMessage(
                        "The truth \"small\" is 2 x 2 but the prediction \"large\" is 3 x 2. Give two label maps of the same size.");
        assertThatThrownBy(() -> count(small, stack)).hasMessageContaining("\"stack\" is 2 x 2, 1 channel, 2 slices");
        stack.setDimensions(2, 1, 1);
        assertThatThrownBy(() -> count(stack, small))
                .hasMessageContaining("The truth \"stack\" has 2 channels")
                .hasMessageContaining("Categorical to Labels");
        assertThatThrownBy(() -> count(small, new ImagePlus("rgb", new ColorProcessor(2, 2))))
                .hasMessageContaining("The prediction \"rgb\" is an RGB image");
    }

    @Test
    void mapsOfObjectsAreRefused() {
        int[] objects = new int[100];
        for (int i = 0; i < 65; i++) {
            objects[i] = i;
        }
        ImagePlus truth = image("objects", 16, 10, 10, objects);
        assertThatThrownBy(() -> count(truth, truth.duplicate()))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("\"objects\" has 65 labels")
                .hasMessageContaining("Choose Objects");
        objects[64] = 63;
        ImagePlus classes = image("classes", 16, 10, 10, objects);
        assertThat(count(classes, classes.duplicate()).labels()).hasSize(64);
        int[] many = new int[90_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = i;
        }
        assertThatThrownBy(() -> count(image("a", 32, 300, 300, many), image("b", 32, 300, 300, many)))
                .hasMessageContaining("65,536 combinations");
        assertThatThrownBy(() -> count(image("a", 8, 300, 100, new int[30_000]), image("b", 16, 300, 100, many(300))))
                .hasMessageContaining("The prediction \"b\" has 300 labels but the truth has 1");
    }

    @Test
    void countingStopsWhenAskedTo() {
        ImagePlus image = image("a", 8, 1000, 1000, new int[1_000_000]);
        assertThatThrownBy(() -> Scores.count(compare(image, image.duplicate()), (done, total) -> {
                    throw new CancelledException("Stopped.");
                }))
                .isInstanceOf(CancelledException.class);
    }

    private static int[] many(int labels) {
        int[] many = new int[30_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = i % labels;
        }
        return many;
    }

    private static ConfusionCounts random(long seed, int classes) {
        Random random = new Random(seed);
        return count(
                image("a", 8, WIDTH, HEIGHT, labels(random, PIXELS, classes)),
                image("b", 8, WIDTH, HEIGHT, labels(random, PIXELS, classes)));
    }

    private static int[] renumber(int[] labels, int[] renumbered) {
        return java.util.Arrays.stream(labels).map(label -> renumbered[label]).toArray();
    }

    private static long[][] plain(int[] truth, int[] prediction, int most) {
        int highest = 1;
        for (int i = 0; i < truth.length; i++) {
            highest = Math.max(highest, Math.max(truth[i], prediction[i]));
        }
        assertThat(highest).isLessThan(most);
        long[][] counts = new long[highest + 1][highest + 1];
        for (int i = 0; i < truth.length; i++) {
            counts[truth[i]][prediction[i]]++;
        }
        return counts;
    }
}
