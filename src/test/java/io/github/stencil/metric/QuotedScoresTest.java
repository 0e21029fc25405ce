// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** A few counts and what other programs make of them, in numbers. */
class QuotedScoresTest {
    /** A nucleus image of 256 x 256 with classes background, nucleus and border. */
    private static final ConfusionCounts NUCLEI =
            ConfusionCounts.of(new long[][] {{64129, 68, 89}, {3, 808, 39}, {65, 154, 181}});
    /** Two objects were predicted in an empty image of 40 x 48; class 2 is in neither map. */
    private static final ConfusionCounts TRUTH_EMPTY =
            ConfusionCounts.of(new long[][] {{1674, 246, 0}, {0, 0, 0}, {0, 0, 0}});
    /** Two true objects and an empty prediction. */
    private static final ConfusionCounts PREDICTION_EMPTY =
            ConfusionCounts.of(new long[][] {{1674, 0, 0}, {246, 0, 0}, {0, 0, 0}});

    @Test // scikit-learn 1.9.1
    void scoresOfNucleiEqualScikitLearns() {
        ClassSummary summary = ClassSummary.of(NUCLEI, EmptyClass.SKIP);
        assertThat(NUCLEI.precision(2, EmptyClass.SKIP)).isCloseTo(0.5857605177993528, within(1e-12));
        assertThat(NUCLEI.recall(1, EmptyClass.SKIP)).isCloseTo(0.9505882352941176, within(1e-12));
        assertThat(summary.pixelAccuracy()).isCloseTo(0.993621826171875, within(1e-12));
        assertThat(summary.meanIou()).isCloseTo(0.6976793624731581, within(1e-12));
        assertThat(summary.meanDice()).isCloseTo(0.7894671809707271, within(1e-12));
        assertThat(summary.weightedIou()).isCloseTo(0.9893650909633122, within(1e-12));
        assertThat(summary.kappa()).isCloseTo(0.8359636410221053, within(1e-12));
        assertThat(summary.mcc()).isCloseTo(0.8365526444288925, within(1e-12));
    }

    @Test // nnU-Net 0e49508, compute_metrics, labels 0 to 2
    void iouAndDiceOfTheBorderClassEqualNnUNets() {
        assertThat(NUCLEI.iou(2, EmptyClass.SKIP)).isCloseTo(0.3428030303030303, within(1e-12));
        assertThat(NUCLEI.dice(2, EmptyClass.SKIP)).isCloseTo(0.5105782792665726, within(1e-12));
        assertThat(TRUTH_EMPTY.dice(1, EmptyClass.SKIP)).isZero();
        assertThat(TRUTH_EMPTY.dice(2, EmptyClass.SKIP)).isNaN();
    }

    @Test // MorphoLibJ e3cec2f, Label Overlap Measures
    void volumeSimilarityEqualsMorphoLibJs() {
        assertThat(NUCLEI.volumeSimilarity(1, EmptyClass.SKIP)).isCloseTo(0.19148936170212766, within(1e-12));
        assertThat(NUCLEI.volumeSimilarity(2, EmptyClass.SKIP)).isCloseTo(-0.2566995768688293, within(1e-12));
        assertThat(PREDICTION_EMPTY.volumeSimilarity(1, EmptyClass.SKIP)).isEqualTo(-2);
    }

    @Test // MONAI 1.5.0, ConfusionMatrixMetric and MeanIoU with ignore_empty=False
    void specificityAndTheRuleOneEqualMonais() {
        assertThat(NUCLEI.specificity(1, EmptyClass.SKIP)).isCloseTo(0.9965680241584778, within(1e-6));
        ClassSummary summary = ClassSummary.of(PREDICTION_EMPTY, EmptyClass.ONE);
        assertThat(summary.meanIou()).isCloseTo(0.6239583492279053, within(1e-6));
    }

    @Test // scikit-learn 1.9.1, zero_division 0, 1 and NaN
    void theRulesForEmptyClassesEqualScikitLearnsZeroDivision() {
        assertThat(ClassSummary.of(TRUTH_EMPTY, EmptyClass.ZERO).meanDice())
                .isCloseTo(0.31051752921535897, within(1e-12));
        assertThat(ClassSummary.of(TRUTH_EMPTY, EmptyClass.ONE).meanDice())
                .isCloseTo(0.6438508625486923, within(1e-12));
        assertThat(ClassSummary.of(TRUTH_EMPTY, EmptyClass.SKIP).meanDice())
                .isCloseTo(0.4657762938230384, within(1e-12));
        assertThat(PREDICTION_EMPTY.precision(1, EmptyClass.ONE)).isEqualTo(1);
        assertThat(TRUTH_EMPTY.recall(1, EmptyClass.ZERO)).isEqualTo(0);
        assertThat(ClassSummary.of(TRUTH_EMPTY, EmptyClass.SKIP).kappa()).isZero();
    }

    @Test // torchmetrics 1.9.0, MulticlassJaccardIndex and segmentation.MeanIoU
    void meansWithoutAbsentClassesEqualTorchmetrics() {
        ClassSummary summary = ClassSummary.of(TRUTH_EMPTY, EmptyClass.SKIP);
        assertThat(summary.meanIou()).isCloseTo(0.4359374940395355, within(1e-6));
        assertThat(summary.meanForegroundIou()).isZero();
        assertThat(summary.weightedIou()).isCloseTo(0.871874988079071, within(1e-6));
    }
}
