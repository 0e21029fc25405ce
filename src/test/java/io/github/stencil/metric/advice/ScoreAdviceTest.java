// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric.advice;

import static io.github.stencil.metric.advice.ScoreQuestion.USUAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.stencil.metric.advice.ScoreQuestion.Compared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which scores are advised, and that the pages know them. */
class ScoreAdviceTest {

    private static List<String> scores(ScoreQuestion question) {
        return ScoreAdvice.of(question).stream().map(ScoreAdvice::score).toList();
    }

    private static List<ScoreQuestion> all() {
        List<ScoreQuestion> questions = new ArrayList<>();
        for (Compared compared : Compared.values()) {
            for (int bits = 0; bits < 16; bits++) {
                questions.add(new ScoreQuestion(
                        compared, (bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0, (bits & 8) > 0 ? 3 : 1));
            }
        }
        return questions;
    }

    @Test
    void objectsAreCountedWhereTheyAreSeparateAndClassesByWhatIsCommonWhereNot() {
        assertThat(scores(USUAL)).containsExactly("Dice");
        assertThat(scores(USUAL.withSeparate(true))).containsExactly("F1", "PanopticQuality", "MeanMatchedScore");
    }

    @Test
    void thinStructuresAreNeverJudgedByDiceAlone() {
        assertThat(scores(USUAL.withThin(true))).startsWith("Dice").contains("Recall", "NSD");
    }

    @Test
    void outlinesAreJudgedByDistancesWhichObjectsDoNotHave() {
        assertThat(scores(USUAL.withBoundary(true))).containsExactly("Dice", "NSD", "Hausdorff95");
        assertThat(scores(USUAL.withBoundary(true).withSeparate(true))).doesNotContain("NSD", "Hausdorff95");
    }

    @Test
    void probabilitiesAndTracksHaveScoresOfTheirOwn() {
        assertThat(scores(USUAL.withCompared(Compared.PROBABILITIES)))
                .containsExactly("AUROC", "AveragePrecision", "Brier", "ECE");
        assertThat(scores(USUAL.withCompared(Compared.TRACKS))).containsExactly("TRA", "DET", "SEG");
    }

    @Test
    void severalAnnotatorsAreComparedWithEachOther() {
        assertThat(scores(USUAL.withAnnotators(3))).containsExactly("Dice", "Kappa");
    }

    @Test
    void everyAnswerHasAReasonAndNoScoreTwice() {
        for (ScoreQuestion question : all()) {
            assertThat(scores(question)).as("%s", question).isNotEmpty().doesNotHaveDuplicates();
            assertThat(ScoreAdvice.of(question))
                    .allSatisfy(one -> assertThat(one.reason()).endsWith("."));
        }
    }

    @Test
    void thePagesNameEveryScoreThatIsAdvised() throws IOException {
        String page = Files.readString(Path.of("docs", "which-score.md"));
        String formulas = Files.readString(Path.of("docs", "metrics.md"));
        for (ScoreQuestion question : all()) {
            for (ScoreAdvice one : ScoreAdvice.of(question)) {
                assertThat(page).contains(one.score()).contains(one.option());
                assertThat(formulas).contains(one.score());
            }
        }
    }
}
