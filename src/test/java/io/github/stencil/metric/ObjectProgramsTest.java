// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import static io.github.stencil.metric.Reference.number;
import static io.github.stencil.metric.Reference.numbers;
import static io.github.stencil.metric.Reference.result;
import static io.github.stencil.metric.Reference.same;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.stencil.image.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares every object score with the programs that report it, on every instance map of the reference set. */
class ObjectProgramsTest {
    private static final double FLOAT64 = 1e-12;
    private static final double FLOAT32 = 1e-6;
    private static final IouThresholds TEN = IouThresholds.of("0.5:0.95:0.05");
    private static final IouThresholds LOW = IouThresholds.of("0.1,0.25,0.4");

    static List<Reference.Case> cases() {
        return Reference.cases().stream()
                .filter(image -> image.has("truth_instances"))
                .toList();
    }

    static ImageObjects match(Reference.Case image, IouThresholds thresholds) {
        List<ImageObjects> frames = ObjectMatching.match(
                LabelMapsForTests.compare(image.open("truth_instances"), image.open("pred_instances"))
                        .withSpace(Space.VOLUMES),
                thresholds);
        assertThat(frames).hasSize(1);
        return frames.get(0);
    }

    // StarDist: every ratio without a pair is 0, the rule Zero.

    @ParameterizedTest
    @MethodSource("cases")
    void starDistGivesTheSame(Reference.Case image) {
        JsonObject result = result("instance_stardist", image);
        ImageObjects ours = match(image, TEN);
        starDist(ours.scores(), result.getAsJsonArray("matching_iou"));
        starDist(match(image, LOW).scores(), result.getAsJsonArray("matching_iou_low_thresholds"));
        JsonObject pairs = result.getAsJsonObject("matching_iou_pairs_0.5");
        Set<List<Integer>> theirs = new TreeSet<>(ObjectProgramsTest::compare);
        if (pairs.has("matched_tps")) { // left out where there are no objects
            for (JsonElement accepted : pairs.getAsJsonArray("matched_tps")) {
                double[] pair = numbers(pairs.getAsJsonArray("matched_pairs").get(accepted.getAsInt()));
                theirs.add(List.of((int) pair[0], (int) pair[1]));
            }
        }
        Set<List<Integer>> found = new TreeSet<>(ObjectProgramsTest::compare);
        for (ObjectMatch match : ours.matches()) {
            if (match.status() == ObjectStatus.MATCHED) {
                found.add(List.of((int) match.truth(), (int) match.prediction()));
            }
        }
        assertThat(found).isEqualTo(theirs);
    }

    @Test
    void starDistGivesTheSameForAllImagesTogetherAndAsMeans() {
        Reference.assumeThere();
        JsonObject results = Reference.results("instance_stardist");
        List<ImageObjects> images = new ArrayList<>();
        for (JsonElement id : results.getAsJsonArray("pooled_images")) {
            cases().stream()
                    .filter(image -> image.id().equals(id.getAsString()))
                    .forEach(image -> images.add(match(image, TEN)));
        }
        ObjectReport report = new ObjectReport(images);
        JsonObject pooled = results.getAsJsonObject("pooled");
        starDist(report.pooled(), pooled.getAsJsonArray("matching_dataset.by_image=False"));
        // Its counts are sums in this mode too; the scores are means over images.
        List<ObjectReport.Row> means = report.scores(EmptyClass.ZERO).stream()
                .filter(row -> row.image().equals("(mean)"))
                .toList();
        JsonArray theirs = pooled.getAsJsonArray("matching_dataset.by_image=True");
        for (int i = 0; i < theirs.size(); i++) {
            JsonObject expected = theirs.get(i).getAsJsonObject();
            String[] names = {
                "precision", "recall", "f1", "accuracy", "mean_true_score", "mean_matched_score", "panoptic_quality"
            };
            for (int score = 0; score < names.length; score++) {
                same(means.get(i).values().get(score + 3), expected.get(names[score]), FLOAT32);
            }
        }
    }

    private static void starDist(List<ObjectScores> scores, JsonArray results) {
        assertThat(results.size()).isEqualTo(scores.size());
        for (int i = 0; i < scores.size(); i++) {
            ObjectScores ours = scores.get(i);
            JsonObject theirs = results.get(i).getAsJsonObject();
            assertThat(ours.threshold()).isCloseTo(number(theirs.get("thresh")), within(1e-15));
            assertThat((double) ours.truePositives()).isEqualTo(number(theirs.get("tp")));
            assertThat((double) ours.falsePositives()).isEqualTo(number(theirs.get("fp")));
            assertThat((double) ours.falseNegatives()).isEqualTo(number(theirs.get("fn")));
            same(ours.precision(EmptyClass.ZERO), theirs.get("precision"), FLOAT64);
            same(ours.recall(EmptyClass.ZERO), theirs.get("recall"), FLOAT64);
            same(ours.f1(EmptyClass.ZERO), theirs.get("f1"), FLOAT64);
            same(ours.accuracy(EmptyClass.ZERO), theirs.get("accuracy"), FLOAT64);
            same(ours.meanTrueScore(EmptyClass.ZERO), theirs.get("mean_true_score"), FLOAT32);
            same(ours.meanMatchedScore(EmptyClass.ZERO), theirs.get("mean_matched_score"), FLOAT32);
            same(ours.panopticQuality(EmptyClass.ZERO), theirs.get("panoptic_quality"), FLOAT32);
        }
    }

    // Cellpose: TP / (TP + FP + FN), NaN where there are no objects, the rule Skip.

    @ParameterizedTest
    @MethodSource("cases")
    void cellposeGivesTheSame(Reference.Case image) {
        JsonObject result = result("instance_cellpose", image).getAsJsonObject("average_precision.relabelled");
        List<ObjectScores> scores = match(image, TEN).scores();
        for (int i = 0; i < scores.size(); i++) {
            ObjectScores ours = scores.get(i);
            same(ours.accuracy(EmptyClass.SKIP), numbers(result.get("ap"))[i], FLOAT32);
            assertThat((double) ours.truePositives()).isEqualTo(numbers(result.get("tp"))[i]);
            assertThat((double) ours.falsePositives()).isEqualTo(numbers(result.get("fp"))[i]);
            assertThat((double) ours.falseNegatives()).isEqualTo(numbers(result.get("fn"))[i]);
        }
    }

    // Panoptic quality elsewhere wants an IoU above the threshold, where ours may equal it.

    @ParameterizedTest
    @MethodSource("cases")
    void panopticQualityIsThatOfHoVerNetMonaiAndTorchmetrics(Reference.Case image) {
        ImageObjects ours = match(image, new IouThresholds(List.of(Math.nextUp(0.5), Math.nextUp(0.75))));
        for (int i = 0; i < 2; i++) {
            ObjectScores scores = ours.scores().get(i);
            String threshold = i == 0 ? "0.5" : "0.75";
            JsonObject hoverNet = result("instance_hovernet", image).getAsJsonObject("get_fast_pq." + threshold);
            if (!hoverNet.has("error")) { // it divides by 0 where there are no objects
                assertThat((double) scores.truePositives()).isEqualTo(number(hoverNet.get("tp")));
                assertThat((double) scores.falsePositives()).isEqualTo(number(hoverNet.get("fp")));
                assertThat((double) scores.falseNegatives()).isEqualTo(number(hoverNet.get("fn")));
                same(scores.panopticQuality(EmptyClass.ZERO), hoverNet.get("pq"), FLOAT32); // it adds 1e-6 below
                same(scores.f1(EmptyClass.ZERO), hoverNet.get("dq"), FLOAT32);
                same(scores.meanMatchedScore(EmptyClass.ZERO), hoverNet.get("sq"), FLOAT32);
            } else {
                assertThat(image.id()).isEqualTo("both_empty");
            }
            JsonObject monai = result("instance_pq_monai", image).getAsJsonObject("thr=" + threshold);
            double[] counts = numbers(monai.get("tp_fp_fn_iousum"));
            assertThat(new double[] {scores.truePositives(), scores.falsePositives(), scores.falseNegatives()})
                    .containsExactly(counts[0], counts[1], counts[2]);
            same(scores.sumIou(), counts[3], FLOAT32);
            same(scores.panopticQuality(EmptyClass.ZERO), monai.get("pq"), 2 * FLOAT32);
        }
        JsonElement things = result("instance_pq_torchmetrics", image).get("bg_stuff");
        ObjectScores half = ours.scores().get(0);
        double[] row = numbers(things.getAsJsonArray().get(0));
        same(half.panopticQuality(EmptyClass.ZERO), row[0], FLOAT32);
        same(half.meanMatchedScore(EmptyClass.ZERO), row[1], FLOAT32);
        same(half.f1(EmptyClass.ZERO), row[2], FLOAT32);
    }

    @Test
    void aPairWhoseIouIsTheThresholdCountsHereAndNotInHoVerNet() {
        Reference.assumeThere();
        Reference.Case image = cases().stream()
                .filter(c -> c.id().equals("ef6634ef"))
                .findFirst()
                .orElseThrow();
        assertThat(match(image, IouThresholds.of("0.1")).matches())
                .extracting(ObjectMatch::iou)
                .contains(0.75);
        JsonObject theirs = result("instance_hovernet", image).getAsJsonObject("get_fast_pq.0.75");
        assertThat((double)
                        match(image, IouThresholds.of("0.75")).scores().get(0).truePositives())
                .isEqualTo(number(theirs.get("tp")) + 1);
    }

    // The Cell Tracking Challenge: an image without true objects has SEG 0, the rule Zero.

    @ParameterizedTest
    @MethodSource("cases")
    void segIsThatOfTheCellTrackingChallenge(Reference.Case image) {
        double seg = match(image, TEN).coverage().seg(EmptyClass.ZERO);
        same(seg, result("instance_ctc_py", image).getAsJsonObject("SEG").get("seg"), FLOAT64);
        JsonObject java = result("instance_ctc_java", image);
        if (java.has("stop=false")) { // 16-bit ids only
            same(seg, java.getAsJsonObject("stop=false").get("SEG"), FLOAT64);
        } else {
            assertThat(image.id()).isEqualTo("ids_above_65535");
        }
    }

    @Test
    void segOfAllImagesIsTheMeanOverAllTrueObjects() {
        Reference.assumeThere();
        JsonObject results = Reference.results("instance_ctc_py");
        TruthCoverage all = new TruthCoverage(0, 0, 0);
        for (JsonElement id : results.getAsJsonArray("pooled_images")) {
            for (Reference.Case image : cases()) {
                if (image.id().equals(id.getAsString())) {
                    all = all.plus(match(image, TEN).coverage());
                }
            }
        }
        same(
                all.seg(EmptyClass.SKIP),
                results.getAsJsonObject("pooled").getAsJsonObject("SEG").get("seg"),
                FLOAT64);
    }

    // MorphoLibJ compares objects of equal label; where ours pairs equal labels, IoU and Dice are the same.

    @ParameterizedTest
    @MethodSource("cases")
    void pairsOfEqualLabelHaveMorphoLibJsJaccardAndDice(Reference.Case image) {
        JsonObject instances = result("instance_morpholibj", image).getAsJsonObject("instances");
        if (instances == null || !instances.has("per_label")) {
            return;
        }
        JsonObject perLabel = instances.getAsJsonObject("per_label");
        for (ObjectMatch match : match(image, IouThresholds.of("0.1")).matches()) {
            if (match.truth() == match.prediction()) {
                String label = String.valueOf(match.truth());
                same(match.iou(), perLabel.getAsJsonObject("JaccardIndex").get(label), FLOAT64);
                same(match.dice(), perLabel.getAsJsonObject("DiceCoefficient").get(label), FLOAT64);
            }
        }
    }

    private static int compare(List<Integer> a, List<Integer> b) {
        return Long.compare((long) a.get(0) << 32 | a.get(1), (long) b.get(0) << 32 | b.get(1));
    }
}
