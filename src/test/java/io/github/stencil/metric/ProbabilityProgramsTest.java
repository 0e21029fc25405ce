// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import static io.github.stencil.metric.EmptyClass.SKIP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import ij.ImagePlus;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelSet;
import io.github.stencil.metric.probability.ProbabilityMaps;
import io.github.stencil.metric.probability.ProbabilityScores;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares scores of probabilities with those of MetricsReloaded cb38dfc and scikit-learn 1.9.1. */
class ProbabilityProgramsTest {
    private static final double EXACT = 1e-12;
    /** Single precision of probabilities that do not quite add up to 1. */
    private static final double FLOAT32 = 1e-8;

    static List<Reference.Case> all() {
        return Reference.cases("prob");
    }

    static List<Reference.Case> binary() {
        return all().stream().filter(image -> image.classes() == 2).toList();
    }

    @ParameterizedTest
    @MethodSource("all")
    void brierScoreAndLogLossAreThoseOfMetricsReloaded(Reference.Case image) {
        ProbabilityScores scores = score(image);
        JsonObject theirs = Reference.result("probability_metricsreloaded", image);
        assertThat(scores.brier(SKIP)).isCloseTo(number(theirs, "brier"), within(EXACT));
        if (image.id().equals("prob_bin_edges")) {
            assertThat(scores.logLoss(SKIP)).as("a true class had 0").isEqualTo(number(theirs, "nll"));
            assertThat(number(theirs, "sklearn.log_loss"))
                    .as("scikit-learn clips what was 0")
                    .isFinite();
        } else {
            assertThat(scores.logLoss(SKIP)).isCloseTo(number(theirs, "nll"), within(EXACT));
            assertThat(scores.logLoss(SKIP)).isCloseTo(number(theirs, "sklearn.log_loss"), within(FLOAT32));
        }
    }

    @ParameterizedTest
    @MethodSource("binary")
    void aurocAndAveragePrecisionAreThoseOfScikitLearn(Reference.Case image) {
        ProbabilityScores scores = score(image);
        JsonObject theirs = Reference.result("probability_metricsreloaded", image);
        assertThat(scores.auroc(SKIP)).isCloseTo(number(theirs, "sklearn.roc_auc_score"), within(EXACT));
        assertThat(scores.auroc(SKIP)).isCloseTo(number(theirs, "auroc"), within(EXACT));
        assertThat(scores.averagePrecision(SKIP))
                .isCloseTo(number(theirs, "sklearn.average_precision_score"), within(EXACT));
        assertThat(scores.averagePrecision(SKIP))
                .as("MetricsReloaded joins the points of the curve by straight lines")
                .isNotCloseTo(number(theirs, "average_precision"), within(1e-4));
    }

    @ParameterizedTest
    @MethodSource("binary")
    void brierScoreOfTwoClassesIsTwiceThatOfScikitLearn(Reference.Case image) {
        JsonObject theirs = Reference.result("probability_metricsreloaded", image);
        assertThat(score(image).brier(SKIP) / 2).isCloseTo(number(theirs, "sklearn.brier_score_loss"), within(FLOAT32));
    }

    @ParameterizedTest
    @MethodSource("all")
    void calibrationErrorIsThatOfMetricsReloadedWhereNoProbabilityIsZero(Reference.Case image) {
        double ours = score(image).ece(SKIP);
        JsonObject theirs = Reference.result("probability_metricsreloaded", image);
        if (image.id().equals("prob_bin_edges")) {
            assertThat(ours).isNotCloseTo(number(theirs, "ece"), within(1e-3));
            assertThat(withoutZeros(image).ece(SKIP))
                    .as("MetricsReloaded leaves pixels out whose probability is 0")
                    .isCloseTo(number(theirs, "ece"), within(EXACT));
        } else if (image.classes() == 2) {
            assertThat(ours).isCloseTo(number(theirs, "ece"), within(EXACT));
        } else {
            assertThat(ours).isCloseTo(number(theirs, "cwece"), within(EXACT));
        }
    }

    @Test
    void oneChannelScoresAsItsTwoClassesDo() {
        for (Reference.Case image : binary()) {
            ImagePlus both = image.open("prob");
            ImagePlus one = new ImagePlus("one", both.getStack().getProcessor(2));
            ProbabilityScores two = score(image);
            ProbabilityScores single = ProbabilityScores.of(new ProbabilityMaps(
                            AxisImage.of(image.open("truth_classes")), AxisImage.of(one), Space.PLANES, LabelSet.NONE))
                    .get(0);
            assertThat(single.classes()).hasSize(1);
            assertThat(single.brier(SKIP)).isCloseTo(two.brier(SKIP), within(1e-6));
            assertThat(single.auroc(SKIP)).isEqualTo(two.auroc(SKIP));
            assertThat(single.averagePrecision(SKIP)).isEqualTo(two.averagePrecision(SKIP));
            assertThat(single.ece(SKIP)).isEqualTo(two.ece(SKIP));
        }
    }

    private static ProbabilityScores score(Reference.Case image) {
        return score(image.open("truth_classes"), image, LabelSet.NONE);
    }

    private static ProbabilityScores score(ImagePlus truth, Reference.Case image, LabelSet ignored) {
        return ProbabilityScores.of(new ProbabilityMaps(
                        AxisImage.of(truth), AxisImage.of(channels(image.open("prob"))), Space.PLANES, ignored))
                .get(0);
    }

    private static ProbabilityScores withoutZeros(Reference.Case image) {
        ImagePlus truth = image.open("truth_classes");
        ImagePlus probabilities = image.open("prob");
        for (int i = 0; i < truth.getProcessor().getPixelCount(); i++) {
            if (probabilities.getStack().getProcessor(2).getf(i) == 0) {
                truth.getProcessor().set(i, 255);
            }
        }
        return score(truth, image, LabelSet.of("255"));
    }

    private static ImagePlus channels(ImagePlus probabilities) {
        probabilities.setDimensions(probabilities.getStackSize(), 1, 1);
        return probabilities;
    }

    private static double number(JsonObject values, String key) {
        return Reference.number(values.get(key));
    }
}
