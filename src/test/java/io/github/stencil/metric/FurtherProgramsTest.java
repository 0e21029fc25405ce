// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import static io.github.stencil.metric.Reference.number;
import static io.github.stencil.metric.Reference.numbers;
import static io.github.stencil.metric.Reference.result;
import static io.github.stencil.metric.Reference.same;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import ij.IJ;
import ij.ImagePlus;
import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.Space;
import io.github.stencil.label.onehot.DecodeRule;
import io.github.stencil.label.onehot.OneHot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares what we score with what further programs report, on thin structures, tracks and probabilities too: the second
 * set of reference values.
 */
class FurtherProgramsTest {
    private static final double FLOAT64 = 1e-12;
    private static final double FLOAT32 = 1e-6;

    static List<Reference.Case> all() {
        return Stream.of("thin", "prob", "tracking")
                .flatMap(kind -> Reference.cases(kind).stream())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("all")
    void imagesAreThoseThatTheProgramsSaw(Reference.Case image) throws IOException, NoSuchAlgorithmException {
        JsonObject sums = image.json().getAsJsonObject("sha256");
        int images = 0;
        for (String kind : image.json().getAsJsonObject("files").keySet()) {
            for (Path file : image.files(kind)) {
                String name = sums.has(kind) // of one file; else by path
                        ? kind
                        : image.folder().relativize(file).toString().replace('\\', '/');
                if (file.toString().endsWith(".tif")) {
                    byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                    assertThat(HexFormat.of().formatHex(sum))
                            .as("%s", file)
                            .isEqualTo(sums.get(name).getAsString());
                    images++;
                }
            }
        }
        assertThat(images).isGreaterThan(2);
    }

    private static ConfusionCounts foreground(Reference.Case image) {
        String kind = image.has("truth_instances") ? "instances" : "classes";
        return LabelMapsForTests.count(image.foreground("truth_" + kind), image.foreground("pred_" + kind));
    }

    // MetricsReloaded cb38dfc: class maps. A row of its matrix is a predicted class. What is 0/0 is NaN, the rule Skip;
    // the mean recall is NaN as soon as one class has none.

    static List<Reference.Case> metricsReloaded() {
        return Reference.casesOf("metricsreloaded_more");
    }

    @ParameterizedTest
    @MethodSource("metricsReloaded")
    void metricsReloadedGivesTheSameForClassMaps(Reference.Case image) {
        JsonObject result = result("metricsreloaded_more", image);
        ConfusionCounts counts = image.counts();
        JsonArray matrix = result.getAsJsonArray("multi.confusion_matrix");
        assertThat(matrix.size()).isEqualTo(image.classes());
        double recall = 0;
        for (int predicted = 0; predicted < matrix.size(); predicted++) {
            double[] row = numbers(matrix.get(predicted));
            for (int truth = 0; truth < row.length; truth++) {
                assertThat((double) counts.count(truth, predicted)).isEqualTo(row[truth]);
            }
            recall += counts.recall(predicted, EmptyClass.SKIP);
        }
        same(recall / matrix.size(), result.get("multi.balanced_accuracy"), FLOAT64);
        ClassSummary summary = ClassSummary.of(counts, EmptyClass.SKIP);
        same(summary.kappa(), result.get("multi.weighted_cohens_kappa"), FLOAT64);
        same(summary.mcc(), result.get("multi.matthews_correlation_coefficient"), FLOAT64);
    }

    @ParameterizedTest
    @MethodSource("metricsReloaded")
    void metricsReloadedGivesTheSameForTheForeground(Reference.Case image) {
        JsonObject result = result("metricsreloaded_more", image);
        ConfusionCounts counts = foreground(image);
        same(counts.precision(0, EmptyClass.SKIP), result.get("binary.negative_predictive_value"), FLOAT32);
        same(1 - counts.specificity(1, EmptyClass.SKIP), result.get("binary.false_positive_rate"), FLOAT32);
        same(counts.recall(1, EmptyClass.SKIP), result.get("binary.intersection_over_reference"), FLOAT32);
        same(
                counts.recall(1, EmptyClass.SKIP) + counts.specificity(1, EmptyClass.SKIP) - 1,
                result.get("binary.youden_index"),
                FLOAT32);
    }

    // Its distances, as in the first set: with both masks empty the rule One.

    @ParameterizedTest
    @MethodSource("metricsReloaded")
    void metricsReloadedGivesTheSameForSurfaces(Reference.Case image) {
        JsonObject result = result("metricsreloaded_more", image);
        SurfaceProgramsTest.eachSpacing(image, (ours, spacing) -> {
            same(ours.nsd(0.5, EmptyClass.ONE), at(result, "nsd.0.5", spacing), FLOAT64);
            if (image.kind().equals("thin") || image.id().equals("class_missing_in_pred")) {
                same(ours.hausdorff(EmptyClass.ONE), at(result, "hd", spacing), FLOAT64);
                same(ours.hausdorff95(EmptyClass.ONE), at(result, "hd95", spacing), FLOAT64);
                same(ours.assd(EmptyClass.ONE), at(result, "assd", spacing), FLOAT64);
                same(ours.nsd(1, EmptyClass.ONE), at(result, "nsd.1", spacing), FLOAT64);
                same(ours.nsd(2, EmptyClass.ONE), at(result, "nsd.2", spacing), FLOAT64);
            }
        });
    }

    private static JsonElement at(JsonObject result, String key, String spacing) {
        return result.getAsJsonObject(key).get(spacing);
    }

    // HoVer-Net 67e2ce5: a pair needs an IoU above the threshold, and 1e-6 is added below. Without objects it divides
    // by 0.
    // Below one half it takes the pairs of the largest total IoU and then drops those under the threshold; ours are the
    // same on all cases with the one threshold, 0.3, that both know. Its Dice of the foreground is exact.

    static List<Reference.Case> hoverNet() {
        return Reference.casesOf("instance_hovernet_more");
    }

    @ParameterizedTest
    @MethodSource("hoverNet")
    void panopticQualityIsThatOfHoverNet(Reference.Case image) {
        JsonObject result = result("instance_hovernet_more", image);
        for (String threshold : List.of("0.3", "0.5", "0.75")) {
            JsonObject theirs = result.getAsJsonObject("get_fast_pq." + threshold);
            if (theirs == null) {
                assertThat(image.kind()).isNotEqualTo("thin"); // the first set has it
            } else if (theirs.has("error")) {
                assertThat(image.id()).isEqualTo("both_empty");
            } else {
                ObjectScores ours = scores(image, Math.nextUp(Double.parseDouble(threshold)));
                counts(ours, theirs);
                same(ours.f1(EmptyClass.ZERO), theirs.get("dq"), FLOAT32);
                same(ours.meanMatchedScore(EmptyClass.ZERO), theirs.get("sq"), FLOAT32);
                same(ours.panopticQuality(EmptyClass.ZERO), theirs.get("pq"), FLOAT32);
            }
        }
        if (result.has("get_dice_1")) {
            same(foreground(image).dice(1, EmptyClass.SKIP), result.get("get_dice_1"), FLOAT64);
        }
    }

    // panoptica b0ac3e4: a pair may equal the threshold, as ours. All is NaN without objects (Skip) and 0 without a
    // pair
    // (Zero).

    static List<Reference.Case> panoptica() {
        return Reference.casesOf("instance_panoptica");
    }

    @ParameterizedTest
    @MethodSource("panoptica")
    void panopticQualityIsThatOfPanoptica(Reference.Case image) {
        JsonObject result = result("instance_panoptica", image);
        panoptica(image, 0.5, result.getAsJsonObject("naive.IOU.0.5"));
        panoptica(image, Math.nextUp(0.5), result.getAsJsonObject("naive.IOU.0.5.strict"));
        panoptica(image, 0.25, result.getAsJsonObject("bipartite.IOU.0.25"));
        JsonObject whole = result.getAsJsonObject("naive.IOU.0.5");
        same(foreground(image).dice(1, EmptyClass.SKIP), whole.get("global_bin_dsc"), FLOAT64);
        same(foreground(image).iou(1, EmptyClass.SKIP), whole.get("global_bin_iou"), FLOAT64);
    }

    private static void panoptica(Reference.Case image, double threshold, JsonObject theirs) {
        ObjectScores ours = scores(image, threshold);
        counts(ours, theirs);
        EmptyClass rule = image.id().equals("both_empty") ? EmptyClass.SKIP : EmptyClass.ZERO;
        same(ours.f1(rule), theirs.get("rq"), FLOAT64);
        same(ours.meanMatchedScore(rule), theirs.get("sq"), FLOAT64);
        same(ours.panopticQuality(rule), theirs.get("pq"), FLOAT64);
        if (theirs.has("prec")) { // left out where it is 0/0
            same(ours.precision(EmptyClass.SKIP), theirs.get("prec"), FLOAT64);
        }
        if (theirs.has("rec")) {
            same(ours.recall(EmptyClass.SKIP), theirs.get("rec"), FLOAT64);
        }
        double dice = pairs(image, threshold).stream()
                .mapToDouble(ObjectMatch::dice)
                .average()
                .orElse(rule.value());
        same(dice, theirs.get("sq_dsc"), FLOAT64);
    }

    private static ObjectScores scores(Reference.Case image, double threshold) {
        return ObjectProgramsTest.match(image, new IouThresholds(List.of(threshold)))
                .scores()
                .get(0);
    }

    private static List<ObjectMatch> pairs(Reference.Case image, double threshold) {
        return ObjectProgramsTest.match(image, new IouThresholds(List.of(threshold))).matches().stream()
                .filter(match -> match.status() == ObjectStatus.MATCHED)
                .toList();
    }

    private static void counts(ObjectScores ours, JsonObject theirs) {
        assertThat(List.of(
                        (double) ours.truePositives(), (double) ours.falsePositives(), (double) ours.falseNegatives()))
                .containsExactly(number(theirs.get("tp")), number(theirs.get("fp")), number(theirs.get("fn")));
    }

    // pycocotools 2.0.11, as boundary-iou-api 37d2558 calls it: the pairs of objects whose IoU is above one half.

    static List<Reference.Case> coco() {
        return Reference.casesOf("boundary_iou_api").stream()
                .filter(image -> result("boundary_iou_api", image).has("pairs"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("coco")
    void theIouOfPairsIsThatOfPycocotools(Reference.Case image) {
        List<List<Double>> theirs = new ArrayList<>();
        for (JsonElement pair : result("boundary_iou_api", image).getAsJsonArray("pairs")) {
            double[] numbers = numbers(pair); // true label, predicted label, IoU, boundary IoU thrice
            theirs.add(List.of(numbers[0], numbers[1], numbers[2]));
        }
        List<List<Double>> ours = pairs(image, Math.nextUp(0.5)).stream()
                .map(match -> List.of((double) match.truth(), (double) match.prediction(), match.iou()))
                .toList();
        assertThat(ours).containsExactlyInAnyOrderElementsOf(theirs);
    }

    // scikit-image 0.26.0: the pixels of each true label with each predicted one.

    static List<Reference.Case> scikitImage() {
        return Reference.casesOf("instance_skimage_more").stream()
                .filter(image -> result("instance_skimage_more", image).has("contingency_table.normalize=False"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("scikitImage")
    void pixelsOfLabelPairsAreThoseOfScikitImage(Reference.Case image) {
        ConfusionCounts counts = LabelMapsForTests.count(image.open("truth_instances"), image.open("pred_instances"));
        long pixels = 0;
        for (JsonElement entry :
                result("instance_skimage_more", image).getAsJsonArray("contingency_table.normalize=False")) {
            double[] theirs = numbers(entry); // true label, predicted label, pixels
            assertThat((double) counts.count((long) theirs[0], (long) theirs[1]))
                    .isEqualTo(theirs[2]);
            pixels += (long) theirs[2];
        }
        assertThat(pixels).isEqualTo(counts.pixels());
    }

    // DeepMind's surface-distance 1f805ce: its Dice; its surface elements lie between pixels, where ours do not.

    static List<Reference.Case> thin() {
        return Reference.cases("thin");
    }

    @ParameterizedTest
    @MethodSource("thin")
    void diceIsThatOfSurfaceDistance(Reference.Case image) {
        JsonElement dice = result("boundary_surface_distance_more", image).get("dice");
        same(foreground(image).dice(1, EmptyClass.SKIP), dice, FLOAT64);
    }

    // The Cell Tracking Challenge: the mean over the true objects of all frames. py-ctcmetrics 9865e6f scores nothing
    // where the result breaks the format or is empty; java-ctcmetrics 1e48e71 does, told not to stop.

    static List<Reference.Case> tracking() {
        return Reference.cases("tracking");
    }

    @ParameterizedTest
    @MethodSource("tracking")
    void segOfTracksIsThatOfTheCellTrackingChallenge(Reference.Case tracks) {
        List<Path> truths = tracks.files("truth_segmentation");
        List<Path> predictions = tracks.files("pred_masks");
        assertThat(truths).hasSameSizeAs(predictions);
        TruthCoverage all = new TruthCoverage(0, 0, 0);
        for (int frame = 0; frame < truths.size(); frame++) {
            all = all.plus(coverage(truths.get(frame), predictions.get(frame)));
        }
        double seg = all.seg(EmptyClass.SKIP);
        same(seg, result("tracking_ctc_java", tracks).get("SEG.stopOnEmpty=false"), FLOAT64);
        JsonObject python = result("tracking_ctc_py", tracks).getAsJsonObject("SEG_DET_TRA");
        if (python.has("Valid") && python.get("Valid").getAsInt() == 1) {
            same(seg, python.get("SEG"), FLOAT64);
        } else {
            assertThat(tracks.id()).isIn("track_gap_invalid", "track_nothing");
        }
    }

    // NumPy 2.4.6: the class of the largest probability.

    static List<Reference.Case> probabilities() {
        return Reference.cases("prob");
    }

    @ParameterizedTest
    @MethodSource("probabilities")
    void theClassOfTheLargestProbabilityIsThatOfNumPy(Reference.Case image) {
        AxisImage decoded =
                OneHot.decode(AxisImage.of(image.open("prob")), DecodeRule.USUAL, ImageStore.memory(), Progress.NONE);
        int[][] labels = decoded.imagePlus().getProcessor().getIntArray();
        assertThat(labels)
                .isDeepEqualTo(image.open("pred_classes").getProcessor().getIntArray());
    }

    private static TruthCoverage coverage(Path truth, Path prediction) {
        ImagePlus trueMap = IJ.openImage(truth.toString());
        ImagePlus predictedMap = IJ.openImage(prediction.toString());
        return ObjectMatching.match(
                        Comparison.of(AxisImage.of(trueMap), AxisImage.of(predictedMap))
                                .withSpace(Space.VOLUMES),
                        IouThresholds.of("0.5"))
                .get(0)
                .coverage();
    }
}
