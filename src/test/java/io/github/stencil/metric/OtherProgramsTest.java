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
import ij.process.ImageProcessor;
import io.github.stencil.StencilException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares every class score with the programs that report it, on every label map of the reference set. */
class OtherProgramsTest {
    private static final double FLOAT64 = 1e-12;
    private static final double FLOAT32 = 1e-6;
    private static final double FLOAT32_MCC = 3e-6;

    static List<Reference.Case> cases() {
        return Reference.cases();
    }

    /** Calls a check with an image's counts and with the ending of the keys that belong to them. */
    private interface Check {
        void with(ConfusionCounts counts, String ending);
    }

    private static void withAndWithoutIgnored(Reference.Case image, Check check) {
        if (image.has("truth_classes")) {
            check.with(image.counts(), "");
        }
        if (image.has("truth_classes_ignore")) {
            check.with(image.countsWithoutIgnored(), "_ignore255");
        }
    }

    // scikit-learn: zero_division 0, 1 and NaN are the rules Zero, One and Skip.

    @ParameterizedTest
    @MethodSource("cases")
    void scikitLearnGivesTheSameForEveryRule(Reference.Case image) {
        JsonObject result = result("semantic_sklearn", image);
        withAndWithoutIgnored(image, (counts, ending) -> scikitLearn(result, counts, ending));
    }

    @Test
    void scikitLearnGivesTheSameForAllImagesTogether() {
        JsonObject results = Reference.results("semantic_sklearn");
        for (boolean ignore : new boolean[] {false, true}) {
            ConfusionCounts all = all(Reference.pooledImages(results, ignore));
            scikitLearn(results.getAsJsonObject("pooled"), all, ignore ? "_ignore255" : "");
        }
    }

    private static void scikitLearn(JsonObject result, ConfusionCounts counts, String ending) {
        JsonArray matrix = result.getAsJsonArray("confusion_matrix" + ending);
        for (int t = 0; t < matrix.size(); t++) {
            for (int p = 0; p < matrix.size(); p++) {
                assertThat((double) counts.count(t, p)).isEqualTo(numbers(matrix.get(t))[p]);
            }
        }
        for (EmptyClass rule : EmptyClass.values()) {
            String key = rule == EmptyClass.ZERO ? "zd0" : rule == EmptyClass.ONE ? "zd1" : "zdnan";
            ClassSummary summary = ClassSummary.of(counts, rule);
            JsonObject dice = result.getAsJsonObject("dice" + ending).getAsJsonObject(key);
            each(dice.get("per_class"), FLOAT64, label -> counts.dice(label, rule));
            same(summary.meanDice(), dice.get("macro"), FLOAT64);
            each(
                    result.getAsJsonObject("precision" + ending)
                            .getAsJsonObject(key)
                            .get("per_class"),
                    FLOAT64,
                    label -> counts.precision(label, rule));
            each(
                    result.getAsJsonObject("recall" + ending)
                            .getAsJsonObject(key)
                            .get("per_class"),
                    FLOAT64,
                    label -> counts.recall(label, rule));
            if (rule != EmptyClass.SKIP) { // jaccard_score does not know NaN
                JsonObject iou = result.getAsJsonObject("iou" + ending).getAsJsonObject(key);
                each(iou.get("per_class"), FLOAT64, label -> counts.iou(label, rule));
                same(summary.meanIou(), iou.get("macro"), FLOAT64);
                same(summary.weightedIou(), iou.get("weighted"), FLOAT64);
            }
        }
        ClassSummary summary = ClassSummary.of(counts, EmptyClass.SKIP);
        same(summary.pixelAccuracy(), result.get("pixel_accuracy" + ending), FLOAT64);
        same(summary.kappa(), result.get("cohen_kappa" + ending), FLOAT64);
        // An MCC of 0/0 is 0 in scikit-learn whatever zero_division says, as with the rule Zero.
        same(ClassSummary.of(counts, EmptyClass.ZERO).mcc(), result.get("mcc" + ending), FLOAT64);
    }

    // torchmetrics: the Multiclass* classes show an absent class as 0 (Zero) but leave it out of the mean (Skip).

    @ParameterizedTest
    @MethodSource("cases")
    void torchmetricsGivesTheSame(Reference.Case image) {
        JsonObject result = result("semantic_torchmetrics", image);
        withAndWithoutIgnored(image, (counts, ending) -> torchmetrics(result, counts, ending));
        if (image.has("truth_classes")) {
            torchmetricsSegmentation(result, image.counts());
        }
    }

    @Test
    void torchmetricsGivesTheSameForAllImages() {
        JsonObject results = Reference.results("semantic_torchmetrics");
        JsonObject pooled = results.getAsJsonObject("pooled");
        for (boolean ignore : new boolean[] {false, true}) {
            torchmetrics(pooled, all(Reference.pooledImages(results, ignore)), ignore ? "_ignore255" : "");
        }
        // segmentation.MeanIoU and the samplewise DiceScore are means over images.
        ClassSummary mean = mean(Reference.pooledImages(results, false));
        same(mean.meanIou(), pooled.get("MeanIoU.include_background=True.per_class=False"), FLOAT32);
        same(mean.meanForegroundIou(), pooled.get("MeanIoU.include_background=False.per_class=False"), FLOAT32);
        same(
                mean.meanDice(),
                pooled.get("DiceScore.include_background=True.average=macro.aggregation=samplewise"),
                FLOAT32);
        same(
                mean.meanForegroundDice(),
                pooled.get("DiceScore.include_background=False.average=macro.aggregation=samplewise"),
                FLOAT32);
        ClassSummary all = ClassSummary.of(all(Reference.pooledImages(results, false)), EmptyClass.SKIP);
        same(
                all.meanForegroundDice(),
                pooled.get("DiceScore.include_background=False.average=macro.aggregation=global"),
                FLOAT32);
    }

    private static void torchmetrics(JsonObject result, ConfusionCounts counts, String ending) {
        each(result.get("iou.per_class" + ending), FLOAT32, label -> counts.iou(label, EmptyClass.ZERO));
        each(result.get("dice.per_class" + ending), FLOAT32, label -> counts.dice(label, EmptyClass.ZERO));
        each(result.get("precision.per_class" + ending), FLOAT32, label -> counts.precision(label, EmptyClass.ZERO));
        each(result.get("recall.per_class" + ending), FLOAT32, label -> counts.recall(label, EmptyClass.ZERO));
        ClassSummary summary = ClassSummary.of(counts, EmptyClass.SKIP);
        same(summary.meanIou(), result.get("iou.macro" + ending), FLOAT32);
        same(summary.meanDice(), result.get("dice.macro" + ending), FLOAT32);
        same(summary.weightedIou(), result.get("iou.weighted" + ending), FLOAT32);
        same(summary.pixelAccuracy(), result.get("accuracy.micro" + ending), FLOAT32);
        same(summary.kappa(), result.get("cohen_kappa" + ending), FLOAT32);
        // An MCC of 0/0 is 0 there, as with the rule Zero.
        same(ClassSummary.of(counts, EmptyClass.ZERO).mcc(), result.get("mcc" + ending), FLOAT32_MCC);
    }

    private static void torchmetricsSegmentation(JsonObject result, ConfusionCounts counts) {
        ClassSummary summary = ClassSummary.of(counts, EmptyClass.SKIP);
        String mean = "MeanIoU.include_background=%s.per_class=%s";
        each(result.get(mean.formatted("True", "True")), FLOAT32, label -> {
            double iou = counts.iou(label, EmptyClass.SKIP);
            return Double.isNaN(iou) ? -1 : iou; // torchmetrics' word for it
        });
        same(summary.meanIou(), result.get(mean.formatted("True", "False")), FLOAT32);
        same(summary.meanForegroundIou(), result.get(mean.formatted("False", "False")), FLOAT32);
        String dice = "DiceScore.include_background=%s.average=%s.aggregation=global";
        each(result.get(dice.formatted("True", "none")), FLOAT32, label -> counts.dice(label, EmptyClass.SKIP));
        same(summary.meanDice(), result.get(dice.formatted("True", "macro")), FLOAT32);
        same(summary.meanForegroundDice(), result.get(dice.formatted("False", "macro")), FLOAT32);
    }

    // MONAI: ignore_empty=False is the rule One. ignore_empty=True is NaN whenever the truth lacks the class.

    @ParameterizedTest
    @MethodSource("cases")
    void monaiGivesTheSameButHidesFalsePositivesOfClassesThatTheTruthLacks(Reference.Case image) {
        JsonObject result = result("semantic_monai", image);
        if (!image.has("truth_classes")) {
            assertThat(result.size()).isZero();
            return;
        }
        ConfusionCounts counts = image.counts();
        ClassSummary one = ClassSummary.of(counts, EmptyClass.ONE);
        monaiMean(result, "MeanIoU", "False", label -> counts.iou(label, EmptyClass.ONE), one.meanIou());
        monaiMean(result, "DiceMetric", "False", label -> counts.dice(label, EmptyClass.ONE), one.meanDice());
        String foreground = ".include_background=False.ignore_empty=False";
        same(one.meanForegroundIou(), monaiAggregate(result, "MeanIoU" + foreground), FLOAT32);
        same(one.meanForegroundDice(), monaiAggregate(result, "DiceMetric" + foreground), FLOAT32);

        IntToDoubleFunction iou = label -> counts.truth(label) == 0 ? Double.NaN : counts.iou(label, EmptyClass.SKIP);
        IntToDoubleFunction dice = label -> counts.truth(label) == 0 ? Double.NaN : counts.dice(label, EmptyClass.SKIP);
        monaiMean(result, "MeanIoU", "True", iou, meanOfDefined(counts, iou));
        monaiMean(result, "DiceMetric", "True", dice, meanOfDefined(counts, dice));

        JsonObject matrix = result.getAsJsonObject("ConfusionMatrixMetric.include_background=True");
        JsonArray perClass = matrix.getAsJsonArray("tp_fp_tn_fn_per_class");
        for (int label = 0; label < perClass.size(); label++) {
            assertThat(numbers(perClass.get(label)))
                    .containsExactly(
                            counts.truePositives(label),
                            counts.falsePositives(label),
                            counts.trueNegatives(label),
                            counts.falseNegatives(label));
        }
        monaiMatrix(matrix, counts);
    }

    @Test
    void monaiGivesTheSameForAllImages() {
        JsonObject results = Reference.results("semantic_monai");
        JsonObject pooled = results.getAsJsonObject("pooled");
        List<ImageCounts> images = Reference.pooledImages(results, false);
        ClassSummary mean = mean(images);
        same(mean.meanIou(), monaiAggregate(pooled, "MeanIoU.include_background=True.ignore_empty=True"), FLOAT32);
        same(mean.meanDice(), monaiAggregate(pooled, "DiceMetric.include_background=True.ignore_empty=True"), FLOAT32);
        same(
                mean.meanForegroundIou(),
                monaiAggregate(pooled, "MeanIoU.include_background=False.ignore_empty=True"),
                FLOAT32);
        monaiMatrix(pooled.getAsJsonObject("ConfusionMatrixMetric.include_background=True"), all(images));
    }

    private static void monaiMean(
            JsonObject result, String metric, String ignoreEmpty, IntToDoubleFunction score, double mean) {
        String key = metric + ".include_background=True.ignore_empty=" + ignoreEmpty;
        each(result.getAsJsonObject(key).get("values"), FLOAT32, score);
        same(mean, monaiAggregate(result, key), FLOAT32);
    }

    private static JsonElement monaiAggregate(JsonObject result, String key) {
        return result.getAsJsonObject(key).getAsJsonArray("aggregate.mean").get(0);
    }

    private static void monaiMatrix(JsonObject matrix, ConfusionCounts counts) {
        JsonObject scores = matrix.getAsJsonObject("compute_sample=False.mean_batch");
        each(scores.get("sensitivity"), FLOAT32, label -> counts.recall(label, EmptyClass.SKIP));
        each(scores.get("specificity"), FLOAT32, label -> counts.specificity(label, EmptyClass.SKIP));
        each(scores.get("precision"), FLOAT32, label -> counts.precision(label, EmptyClass.SKIP));
        each(scores.get("f1 score"), FLOAT32, label -> counts.dice(label, EmptyClass.SKIP));
        each(scores.get("threat score"), FLOAT32, label -> counts.iou(label, EmptyClass.SKIP));
    }

    // nnU-Net: the rule Skip.

    @ParameterizedTest
    @MethodSource("cases")
    void nnUNetGivesTheSame(Reference.Case image) {
        JsonObject result = result("semantic_nnunet", image);
        withAndWithoutIgnored(image, (counts, ending) -> nnUNet(result.getAsJsonObject("labels" + ending), counts));
        if (image.has("truth_classes_ignore")) {
            ImagePlus truth = image.open("truth_classes_ignore");
            nnUNet(
                    result.getAsJsonObject("labels_255_not_ignored"),
                    LabelMapsForTests.count(truth, image.open("pred_classes")));
        }
    }

    @Test
    void nnUNetGivesTheSameMeansOverImages() {
        JsonObject results = Reference.results("semantic_nnunet");
        for (boolean ignore : new boolean[] {false, true}) {
            ClassSummary mean = mean(Reference.pooledImages(results, ignore));
            JsonObject foreground = results.getAsJsonObject("pooled")
                    .getAsJsonObject(ignore ? "labels_ignore255" : "labels")
                    .getAsJsonObject("foreground_mean");
            same(mean.meanForegroundIou(), foreground.get("IoU"), FLOAT64);
            same(mean.meanForegroundDice(), foreground.get("Dice"), FLOAT64);
        }
    }

    private static void nnUNet(JsonObject labels, ConfusionCounts counts) {
        for (String key : labels.keySet()) {
            int label = Integer.parseInt(key);
            JsonObject scores = labels.getAsJsonObject(key);
            assertThat(counts.truePositives(label)).isEqualTo(scores.get("TP").getAsLong());
            assertThat(counts.falsePositives(label)).isEqualTo(scores.get("FP").getAsLong());
            assertThat(counts.falseNegatives(label)).isEqualTo(scores.get("FN").getAsLong());
            assertThat(counts.trueNegatives(label)).isEqualTo(scores.get("TN").getAsLong());
            assertThat(counts.predicted(label)).isEqualTo(scores.get("n_pred").getAsLong());
            assertThat(counts.truth(label)).isEqualTo(scores.get("n_ref").getAsLong());
            same(counts.iou(label, EmptyClass.SKIP), scores.get("IoU"), FLOAT64);
            same(counts.dice(label, EmptyClass.SKIP), scores.get("Dice"), FLOAT64);
        }
    }

    // MorphoLibJ: a row per label of the prediction, scored 0 (errors 1) where the truth lacks the label.

    @ParameterizedTest
    @MethodSource("cases")
    void morphoLibJGivesTheSame(Reference.Case image) {
        JsonObject result = result("instance_morpholibj", image);
        if (!image.has("truth_classes")) {
            assertThat(result.has("classes")).isFalse();
            return;
        }
        ConfusionCounts counts = image.counts();
        JsonObject labels = result.getAsJsonObject("classes").getAsJsonObject("per_label");
        for (String key : labels.getAsJsonObject("JaccardIndex").keySet()) {
            int label = Integer.parseInt(key);
            same(
                    counts.iou(label, EmptyClass.SKIP),
                    labels.getAsJsonObject("JaccardIndex").get(key),
                    FLOAT64);
            same(
                    counts.dice(label, EmptyClass.SKIP),
                    labels.getAsJsonObject("DiceCoefficient").get(key),
                    FLOAT64);
            // A recall of 0/0 is 0 there; ours is undefined unless the rule is Zero.
            same(
                    counts.recall(label, EmptyClass.ZERO),
                    labels.getAsJsonObject("TargetOverlap").get(key),
                    FLOAT64);
            same(
                    1 - counts.precision(label, EmptyClass.SKIP),
                    labels.getAsJsonObject("FalsePositiveError").get(key),
                    FLOAT64);
            JsonElement volume = labels.getAsJsonObject("VolumeSimilarity").get(key);
            if (counts.truth(label) == 0) {
                // 2 (P - 0) / (P + 0) is 2, as MorphoLibJ itself gives for the whole image; per label it gives 0.
                same(counts.volumeSimilarity(label, EmptyClass.SKIP), 2, FLOAT64);
                same(0, volume, FLOAT64);
            } else {
                same(counts.volumeSimilarity(label, EmptyClass.SKIP), volume, FLOAT64);
            }
        }
        if (counts.labels().length == 2 || counts.truth(2) + counts.predicted(2) == 0) {
            JsonObject whole = result.getAsJsonObject("classes").getAsJsonObject("all_labels");
            same(counts.recall(1, EmptyClass.SKIP), whole.get("TotalOverlap"), FLOAT64);
            same(counts.iou(1, EmptyClass.SKIP), whole.get("JaccardIndex"), FLOAT64);
            same(counts.dice(1, EmptyClass.SKIP), whole.get("DiceCoefficient"), FLOAT64);
            same(counts.volumeSimilarity(1, EmptyClass.SKIP), whole.get("VolumeSimilarity"), FLOAT64);
        }
    }

    // MetricsReloaded: foreground against background. Each measure has its own rule for what is empty.

    @ParameterizedTest
    @MethodSource("cases")
    void metricsReloadedGivesTheSameForTheForeground(Reference.Case image) {
        if (!image.has("truth_instances")) {
            return;
        }
        JsonObject result = result("boundary_metricsreloaded", image);
        ConfusionCounts counts =
                LabelMapsForTests.count(image.foreground("truth_instances"), image.foreground("pred_instances"));
        boolean bothEmpty = counts.truth(1) + counts.predicted(1) == 0;
        // With both empty, Dice and F are 1 (One) but IoU is NaN (Skip).
        same(counts.dice(1, EmptyClass.ONE), result.get("dsc"), FLOAT32);
        same(counts.iou(1, EmptyClass.SKIP), result.get("iou"), FLOAT32);
        same(counts.dice(1, EmptyClass.ONE), result.get("fbeta"), FLOAT32);
        same(counts.recall(1, EmptyClass.SKIP), result.get("sensitivity"), FLOAT32);
        // An empty prediction has the precision 0 (Zero), unless the truth is empty as well (Skip).
        same(counts.precision(1, bothEmpty ? EmptyClass.SKIP : EmptyClass.ZERO), result.get("ppv"), FLOAT32);
        same(counts.specificity(1, EmptyClass.SKIP), result.get("specificity"), FLOAT32);
        same(counts.balancedAccuracy(1, EmptyClass.SKIP), result.get("balanced_accuracy"), FLOAT64);
        ClassSummary summary = ClassSummary.of(counts, EmptyClass.SKIP);
        same(summary.pixelAccuracy(), result.get("accuracy"), FLOAT32);
        // Its accuracy is float32, and kappa divides by 1 - chance, which is near 0 for one pixel in 1,920.
        double n = counts.pixels();
        double chance =
                (counts.truth(0) / n) * (counts.predicted(0) / n) + (counts.truth(1) / n) * (counts.predicted(1) / n);
        double kappa = number(result.get("cohens_kappa"));
        same(summary.kappa() * (1 - chance), kappa * (1 - chance), FLOAT32);
        same(summary.mcc(), result.get("mcc"), FLOAT32);
    }

    // Real label maps of objects.

    @Test
    void mapsOfManyNucleiAreRefusedAsClassesAndOthersAreScored() throws IOException {
        Path folder = Reference.SHARED.resolve(Path.of("data", "nuclei", "val", "labels"));
        Reference.assumeThere(folder);
        int refused = 0;
        int scored = 0;
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.sorted().toList();
        }
        for (Path file : files) {
            ImagePlus map = IJ.openImage(file.toString());
            java.util.Set<Float> labels = new java.util.HashSet<>();
            ImageProcessor pixels = map.getProcessor();
            for (int i = 0; i < pixels.getPixelCount(); i++) {
                labels.add(pixels.getf(i));
            }
            try {
                ConfusionCounts counts = LabelMapsForTests.count(map, map.duplicate());
                assertThat(ClassSummary.of(counts, EmptyClass.SKIP).meanIou()).isEqualTo(1);
                assertThat(labels.size()).isLessThanOrEqualTo(64);
                scored++;
            } catch (StencilException e) {
                assertThat(e).hasMessageContaining(labels.size() + " labels").hasMessageContaining("Choose Objects");
                assertThat(labels.size()).isGreaterThan(64);
                refused++;
            }
        }
        assertThat(refused).isPositive();
        assertThat(scored).isPositive();
        assertThat(refused + scored).isEqualTo(24);
    }

    private static ConfusionCounts all(List<ImageCounts> images) {
        List<ImageCounts> rows = new ClassReport(images).rows();
        return rows.get(rows.size() - 1).counts();
    }

    private static ClassSummary mean(List<ImageCounts> images) {
        return new ClassReport(images)
                .summary(EmptyClass.SKIP)
                .get(images.size() + 1)
                .scores();
    }

    private static double meanOfDefined(ConfusionCounts counts, IntToDoubleFunction score) {
        return java.util.Arrays.stream(counts.labels())
                .mapToDouble(label -> score.applyAsDouble((int) label))
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(0);
    }

    private static void each(JsonElement expected, double tolerance, IntToDoubleFunction score) {
        double[] values = numbers(expected);
        for (int label = 0; label < values.length; label++) {
            same(score.applyAsDouble(label), values[label], tolerance);
        }
    }
}
