// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric.advice;

import io.github.stencil.metric.advice.ScoreQuestion.Compared;
import java.util.ArrayList;
import java.util.List;

/**
 * A score that suits a question, after the recommendations of Maier-Hein, Reinke et al. ("Metrics reloaded", Nature Methods
 * 21, 2024) and, for tracks, of the Cell Tracking Challenge (Maška et al., Nature Methods 20, 2023).
 *
 * @param score its name, as tables have it
 * @param option what to set in Evaluate Segmentation for it; empty where nothing need be
 * @param reason why it suits, a sentence
 */
public record ScoreAdvice(String score, String option, String reason) {
    private static final String OBJECTS = "kind=Objects";
    private static final String BOUNDARY = "boundary=true";

    /**
     * Returns the scores that suit a question, the most important first.
     *
     * @param question what is to be known
     */
    public static List<ScoreAdvice> of(ScoreQuestion question) {
        List<ScoreAdvice> advice = new ArrayList<>();
        switch (question.compared()) {
            case PROBABILITIES -> probabilities(advice);
            case TRACKS -> tracks(advice);
            case LABELS -> {
                if (question.separate()) {
                    objects(advice);
                } else {
                    classes(advice, question.thin());
                }
            }
        }
        boolean surfaces = question.compared() == Compared.LABELS && !question.separate();
        if (surfaces && (question.boundary() || question.thin())) {
            advice.add(
                    new ScoreAdvice(
                            "NSD",
                            BOUNDARY,
                            "It tells which share of the outline is right within a tolerance that you choose, such as how far two experts differ."));
        }
        if (surfaces && question.boundary()) {
            advice.add(
                    new ScoreAdvice(
                            "Hausdorff95",
                            BOUNDARY,
                            "It tells how far off the worst parts of the outline are, and leaves out the very worst twentieth."));
        }
        if (question.annotators() > 1) {
            advice.add(
                    new ScoreAdvice(
                            "Kappa",
                            "",
                            "Between two annotators it is what a program can reach at best; score each pair, and then the program against their consensus."));
        }
        return List.copyOf(advice);
    }

    private static void classes(List<ScoreAdvice> advice, boolean thin) {
        advice.add(
                new ScoreAdvice(
                        "Dice",
                        "kind=Classes",
                        thin
                                ? "It is what others report, but where structures are thin a shift by one pixel costs much of it, so never report it alone."
                                : "It tells how much of truth and prediction is common, and is what others report; IoU ranks alike."));
        if (thin) {
            advice.add(new ScoreAdvice(
                    "Recall", "kind=Classes", "It tells how much of the thin structure was found at all."));
        }
    }

    private static void objects(List<ScoreAdvice> advice) {
        advice.add(
                new ScoreAdvice(
                        "F1",
                        OBJECTS,
                        "It counts objects that were found, missed and invented; with small or thin objects take a low threshold."));
        advice.add(new ScoreAdvice(
                "PanopticQuality",
                OBJECTS,
                "It is F1 times how well the objects found fit, in one number for tables; look at both factors too."));
        advice.add(new ScoreAdvice(
                "MeanMatchedScore",
                OBJECTS,
                "It tells how well the objects that were found fit, whatever was missed."));
    }

    private static void probabilities(List<ScoreAdvice> advice) {
        advice.add(new ScoreAdvice(
                "AUROC", "scores=AUROC", "It tells how well pixels are ranked before any threshold is chosen."));
        advice.add(new ScoreAdvice(
                "AveragePrecision",
                "scores=AveragePrecision",
                "It tells the same where the class is rare, which AUROC hardly notices."));
        advice.add(new ScoreAdvice(
                "Brier",
                "scores=Brier",
                "It is best only for the right probabilities, so it judges rank and calibration."));
        advice.add(new ScoreAdvice(
                "ECE",
                "scores=ECE",
                "It tells whether 0.8 is right in 80 of 100 pixels; look at the diagram in the report."));
    }

    private static void tracks(List<ScoreAdvice> advice) {
        advice.add(new ScoreAdvice(
                "TRA",
                "tracks=TRUTH,PREDICTION",
                "It tells how much work it is to correct what was found and linked."));
        advice.add(new ScoreAdvice(
                "DET",
                "tracks=TRUTH,PREDICTION",
                "It tells the same of what was found alone, so that links show as the rest."));
        advice.add(new ScoreAdvice(
                "SEG",
                "tracks=TRUTH,PREDICTION",
                "It tells how well the outlines of the objects fit, which TRA does not see."));
    }
}
