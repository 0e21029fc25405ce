// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import static io.github.stencil.metric.LabelMapsForTests.compare;
import static io.github.stencil.metric.LabelMapsForTests.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ij.ImagePlus;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ObjectMatchingTest {
    private static final IouThresholds SOME = IouThresholds.of("0.1,0.3,0.5,0.7");
    private static final int WIDTH = 12;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 60);
    }

    // Laws

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noOtherAssignmentHasMorePairsOrALargerSumOfIou(long seed) {
        Random random = new Random(seed);
        int[] truth = labels(random, 5);
        int[] prediction = labels(random, 6);
        Overlaps overlaps = overlaps(truth, prediction);
        for (double threshold : new double[] {0.02, 0.1, 0.2, 0.35, 0.5, 0.6}) {
            int[] pairs = Assignment.of(overlaps, threshold);
            double[] ours = {0, 0};
            boolean[] taken = new boolean[overlaps.predictions()];
            for (int t = 0; t < pairs.length; t++) {
                if (pairs[t] >= 0) {
                    assertThat(taken[overlaps.partner(pairs[t])]).isFalse();
                    taken[overlaps.partner(pairs[t])] = true;
                    assertThat(overlaps.iou(t, pairs[t])).isGreaterThanOrEqualTo(threshold);
                    ours[0]++;
                    ours[1] += overlaps.iou(t, pairs[t]);
                }
            }
            double[] best = best(overlaps, threshold, 0, new boolean[overlaps.predictions()]);
            assertThat(ours[0]).as("pairs at %s", threshold).isEqualTo(best[0]);
            assertThat(ours[1]).as("sum at %s", threshold).isCloseTo(best[1], within(1e-12));
        }
    }

    /** The most pairs and their largest sum, by trying all. */
    private static double[] best(Overlaps overlaps, double threshold, int truth, boolean[] taken) {
        if (truth == overlaps.truths()) {
            return new double[] {0, 0};
        }
        double[] best = best(overlaps, threshold, truth + 1, taken);
        for (int pair = overlaps.firstPair(truth); pair < overlaps.firstPair(truth + 1); pair++) {
            int partner = overlaps.partner(pair);
            double iou = overlaps.iou(truth, pair);
            if (iou >= threshold && !taken[partner]) {
                taken[partner] = true;
                double[] rest = best(overlaps, threshold, truth + 1, taken);
                taken[partner] = false;
                if (rest[0] + 1 > best[0] || (rest[0] + 1 == best[0] && rest[1] + iou > best[1])) {
                    best = new double[] {rest[0] + 1, rest[1] + iou};
                }
            }
        }
        return best;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void scoresAreSymmetricAndChangeNeitherWithLabelsNorPlacesNorAxes(long seed) {
        Random random = new Random(seed);
        int[] truth = labels(random, 6);
        int[] prediction = labels(random, 6);
        List<ObjectScores> ours = score(truth, prediction);
        List<ObjectScores> swapped = score(prediction, truth);
        for (int i = 0; i < ours.size(); i++) {
            assertThat(swapped.get(i).truePositives()).isEqualTo(ours.get(i).truePositives());
            assertThat(swapped.get(i).falsePositives()).isEqualTo(ours.get(i).falseNegatives());
            assertThat(swapped.get(i).sumIou()).isCloseTo(ours.get(i).sumIou(), within(1e-12));
        }
        same(score(relabelled(truth, random), relabelled(prediction, random)), ours);
        same(score(transposed(truth), transposed(prediction)), ours);
        same(score(moved(truth), moved(prediction)), ours);
        TruthCoverage coverage = match(truth, prediction).coverage();
        TruthCoverage other =
                match(relabelled(truth, random), transposedTwice(prediction)).coverage();
        assertThat(other.seg(EmptyClass.SKIP)).isEqualTo(coverage.seg(EmptyClass.SKIP), within(1e-12));
        assertThat(other.meanIou(EmptyClass.SKIP)).isEqualTo(coverage.meanIou(EmptyClass.SKIP), within(1e-12));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsFoundExactlyIsPerfect(long seed) {
        Random random = new Random(seed);
        int[] truth = labels(random, 6);
        ImageObjects found = match(truth, relabelled(truth, random));
        for (ObjectScores scores : found.scores()) {
            assertThat(scores.panopticQuality(EmptyClass.SKIP)).isEqualTo(1);
            assertThat(scores.accuracy(EmptyClass.SKIP)).isEqualTo(1);
            assertThat(scores.f1(EmptyClass.SKIP)).isEqualTo(1);
        }
        assertThat(found.coverage().seg(EmptyClass.SKIP)).isEqualTo(1);
        assertThat(found.coverage().meanIou(EmptyClass.SKIP)).isEqualTo(1);
        assertThat(found.matches()).allMatch(match -> match.statusText().equals("matched"));
    }

    // Cases that other programs treat differently

    @Test
    void onePredictionOverTwoObjectsIsMergedAndOneOfThemIsMissed() {
        ImageObjects found = match(row(1, 1, 1, 2, 2, 0), row(7, 7, 7, 7, 7, 0));
        assertThat(found.matches())
                .containsExactly(
                        new ObjectMatch(1, 7, 0.6, 3, 5, ObjectStatus.MATCHED, false, true),
                        new ObjectMatch(2, 0, 0, 2, 0, ObjectStatus.MISSED, false, false));
        assertThat(found.matches().get(0).statusText()).isEqualTo("matched merged");
        assertThat(found.coverage().seg(EmptyClass.SKIP)).isEqualTo((0.6 + 0.4) / 2); // both are covered
    }

    @Test
    void twoPredictionsInOneObjectSplitIt() {
        ImageObjects found = match(row(1, 1, 1, 1, 0, 0), row(5, 5, 4, 4, 4, 0));
        assertThat(found.matches())
                .extracting(ObjectMatch::truth, ObjectMatch::prediction, ObjectMatch::statusText)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1L, 5L, "matched split"),
                        org.assertj.core.groups.Tuple.tuple(0L, 4L, "extra"));
    }

    @Test
    void twoHalvesOfIouOneHalfAreOnePair() {
        ImageObjects found = match(row(1, 1, 0, 0, 0, 0), row(2, 3, 0, 0, 0, 0), IouThresholds.of("0.5"));
        assertThat(found.scores()).containsExactly(new ObjectScores(0.5, 1, 1, 0, 0.5));
        assertThat(found.coverage().seg(EmptyClass.SKIP)).isZero(); // neither covers more than half
    }

    @Test
    void aDecimalThresholdIsReachedByTheRatioItStandsFor() {
        assertThat(IouThresholds.of("0.5:0.95:0.05").values())
                .containsExactly(0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95);
        ImageObjects found = match(row(1, 1, 1, 0, 0, 0), row(1, 1, 1, 1, 1, 0), IouThresholds.of("0.5:0.7:0.1"));
        assertThat(found.scores()).extracting(ObjectScores::truePositives).containsExactly(1L, 1L, 0L);
    }

    @Test
    void whatIsEmptyFollowsTheRule() {
        ImageObjects nothing = match(row(0, 0), row(0, 0));
        assertThat(nothing.scores().get(0).f1(EmptyClass.SKIP)).isNaN();
        assertThat(nothing.scores().get(0).panopticQuality(EmptyClass.ONE)).isEqualTo(1);
        assertThat(nothing.coverage().seg(EmptyClass.ZERO)).isZero();
        ImageObjects invented = match(row(0, 0), row(0, 3));
        assertThat(invented.scores().get(0).f1(EmptyClass.ONE)).isZero();
        assertThat(invented.scores().get(0).accuracy(EmptyClass.SKIP)).isZero();
        assertThat(invented.scores().get(0).recall(EmptyClass.SKIP)).isNaN();
    }

    @Test
    void ignoredPixelsBelongToNoObject() {
        AxisImage truth = AxisImage.of(image("t", 16, 6, 1, 1, 1, 9, 9, 0, 0));
        AxisImage prediction = AxisImage.of(image("p", 8, 6, 1, 1, 1, 1, 2, 0, 0));
        ImageObjects found = ObjectMatching.match(
                        Comparison.of(truth, prediction).withIgnored(LabelSet.of("9")), SOME)
                .get(0);
        assertThat(found.matches()).containsExactly(new ObjectMatch(1, 1, 1, 2, 2, ObjectStatus.MATCHED, false, false));
    }

    @Test
    void largeSparseLabelsAreExactAndLargerOnesAreRefused() {
        int largest = 1 << 24;
        ImagePlus truth = image("t", 32, 4, 1, largest, largest, largest - 1, 0);
        ImagePlus prediction = image("p", 32, 4, 1, 3, 3, largest - 1, 0);
        assertThat(match(truth, prediction).matches())
                .extracting(ObjectMatch::truth, ObjectMatch::prediction)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(largest - 1L, largest - 1L),
                        org.assertj.core.groups.Tuple.tuple((long) largest, 3L));
        prediction.getProcessor().setf(0, 2f * largest);
        assertThatThrownBy(() -> match(truth, prediction))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("labels are whole numbers from 0 to 16,777,216");
    }

    @Test
    void planesAreImagesOfTheirOwnAndVolumesAreOne() {
        ImagePlus truth = image("cells.tif", 8, 2, 1, 1, 1, 2, 2);
        ImagePlus prediction = image("b", 8, 2, 1, 1, 1, 1, 0);
        truth.setDimensions(1, 2, 1);
        prediction.setDimensions(1, 2, 1);
        List<ImageObjects> planes = ObjectMatching.match(compare(truth, prediction), SOME);
        assertThat(planes).extracting(ImageObjects::image).containsExactly("cells z1", "cells z2");
        assertThat(planes.get(1).scores().get(2).truePositives()).isEqualTo(1);
        ImageObjects volume = match(truth, prediction);
        assertThat(volume.image()).isEqualTo("cells");
        assertThat(volume.matches()).extracting(ObjectMatch::statusText).containsExactly("matched", "missed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.9,0.5 | out of order: 0.5 follows 0.9",
                "0.5,0.5 | out of order",
                "0.9:0.5:0.1 | do not ascend",
                "0:1:0.1 | A threshold is 0",
                "0.5,2 | A threshold is 2",
                "half | is no list of thresholds",
                "0.5:0.9 | is no list of thresholds",
                "0.1:0.9:0.00001 | more than 1,000 thresholds",
            })
    void wrongThresholdsAreOneSentence(String text, String words) {
        assertThatThrownBy(() -> IouThresholds.of(text))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining(words);
    }

    @Test
    void imagesOfImgLib2AreMatchedToo() {
        var truth = ArrayImgs.unsignedBytes(new byte[] {1, 1, 0, 2}, 2, 2);
        var prediction = ArrayImgs.floats(new float[] {1, 1, 0, 0}, 2, 2);
        assertThat(ObjectMatching.match(truth, prediction, SOME).scores().get(0).truePositives())
                .isEqualTo(1);
        assertThatThrownBy(() -> ObjectMatching.match(truth, ArrayImgs.floats(3, 2), SOME))
                .isInstanceOf(StencilException.class)
                .hasMessageContaining("2 x 2 but the prediction");
    }

    // The dataset

    @Test
    void pooledScoresAddObjectsAndMeansWeighImagesAlike() {
        ImageObjects good = match(row(1, 1, 0, 0, 0, 0), row(1, 1, 0, 0, 0, 0), IouThresholds.of("0.5"));
        ImageObjects bad = match(row(1, 0, 2, 0, 3, 0), row(0, 0, 2, 0, 0, 4), IouThresholds.of("0.5"));
        ObjectReport report = new ObjectReport(List.of(good)).plus(List.of(bad));
        List<ObjectReport.Row> rows = report.scores(EmptyClass.SKIP);
        assertThat(rows)
                .extracting(ObjectReport.Row::image)
                .containsExactly("row", "row", "(all)", "(mean)", "(mean) Low", "(mean) High");
        assertThat(rows.get(2).values().get(4)).isEqualTo(0.5); // recall, 2 of 4
        assertThat(rows.get(3).values().get(4)).isCloseTo((1 + 1 / 3.0) / 2, within(1e-15));
        assertThat(report.summary(EmptyClass.SKIP).get(2).values().get(0)).isEqualTo(0.5);
    }

    @Test
    void theDifferenceOfTwoPredictionsIsPairedByImage() {
        List<ImageObjects> first = new ArrayList<>();
        List<ImageObjects> second = new ArrayList<>();
        for (int i = 0; i < 30; i++) { // images differ a lot, the difference is always the same
            int[] truth = IntStream.range(0, 6).map(x -> x + 1).toArray();
            int found = i % 5;
            first.add(match(truth, Arrays.copyOf(Arrays.copyOf(truth, found), 6), IouThresholds.of("0.5")));
            second.add(match(truth, Arrays.copyOf(Arrays.copyOf(truth, found + 1), 6), IouThresholds.of("0.5")));
        }
        List<PairedDifference> rows =
                PairedDifference.of(new ObjectReport(first), new ObjectReport(second), EmptyClass.SKIP);
        PairedDifference seg = rows.get(0);
        assertThat(seg.score()).isEqualTo("SEG");
        assertThat(seg.first()).isCloseTo(2 / 6.0, within(1e-12));
        assertThat(seg.difference()).isCloseTo(1 / 6.0, within(1e-12));
        assertThat(seg.low()).isCloseTo(1 / 6.0, within(1e-12));
        assertThat(seg.high()).isCloseTo(1 / 6.0, within(1e-12));
        assertThat(seg.images()).isEqualTo(30);
    }

    // Helpers

    private static int[] labels(Random random, int objects) {
        int[] map = new int[WIDTH * WIDTH];
        for (int object = 1; object <= objects; object++) {
            int x = random.nextInt(WIDTH - 2);
            int y = random.nextInt(WIDTH - 2);
            int width = 2 + random.nextInt(6);
            int height = 2 + random.nextInt(6);
            for (int j = y; j < Math.min(WIDTH, y + height); j++) {
                Arrays.fill(map, j * WIDTH + x, j * WIDTH + Math.min(WIDTH, x + width), object);
            }
        }
        return map;
    }

    private static Overlaps overlaps(int[] truth, int[] prediction) {
        PairTally tally = PairTally.ofObjects();
        for (int i = 0; i < truth.length; i++) {
            tally.add(truth[i], prediction[i], 1);
        }
        return Overlaps.of(tally, label -> false);
    }

    private static int[] relabelled(int[] map, Random random) {
        int[] names = random.ints(1, 1 << 24).distinct().limit(20).toArray();
        return Arrays.stream(map).map(label -> label == 0 ? 0 : names[label]).toArray();
    }

    private static int[] transposed(int[] map) {
        return IntStream.range(0, map.length)
                .map(i -> map[i % WIDTH * WIDTH + i / WIDTH])
                .toArray();
    }

    private static int[] transposedTwice(int[] map) {
        return transposed(transposed(map));
    }

    private static int[] moved(int[] map) {
        int[] moved = new int[map.length + WIDTH];
        System.arraycopy(map, 0, moved, WIDTH, map.length);
        return moved;
    }

    private static int[] row(int... labels) {
        return labels;
    }

    private static List<ObjectScores> score(int[] truth, int[] prediction) {
        return match(truth, prediction).scores();
    }

    private static ImageObjects match(int[] truth, int[] prediction) {
        return match(truth, prediction, SOME);
    }

    private static ImageObjects match(int[] truth, int[] prediction, IouThresholds thresholds) {
        return ImageObjects.of("row", overlaps(truth, prediction), thresholds);
    }

    private static ImageObjects match(ImagePlus truth, ImagePlus prediction) {
        return ObjectMatching.match(compare(truth, prediction).withSpace(Space.VOLUMES), IouThresholds.of("0.5"))
                .get(0);
    }

    private static void same(List<ObjectScores> scores, List<ObjectScores> expected) {
        for (int i = 0; i < expected.size(); i++) {
            assertThat(scores.get(i).truePositives()).isEqualTo(expected.get(i).truePositives());
            assertThat(scores.get(i).falsePositives()).isEqualTo(expected.get(i).falsePositives());
            assertThat(scores.get(i).falseNegatives()).isEqualTo(expected.get(i).falseNegatives());
            assertThat(scores.get(i).sumIou()).isCloseTo(expected.get(i).sumIou(), within(1e-12));
        }
    }
}
