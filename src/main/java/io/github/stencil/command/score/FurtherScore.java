// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command.score;

import io.github.stencil.StencilException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Scores that are made only where they are asked for by name. */
public enum FurtherScore {
    /** Squared differences of probabilities. */
    BRIER("Brier", About.PROBABILITIES),
    /** Logarithms of probabilities. */
    LOG_LOSS("LogLoss", About.PROBABILITIES),
    /** Expected calibration error. */
    ECE("ECE", About.PROBABILITIES),
    /** Area under the receiver operating characteristic. */
    AUROC("AUROC", About.PROBABILITIES),
    /** Average precision. */
    AVERAGE_PRECISION("AveragePrecision", About.PROBABILITIES),
    /** How well tracked objects are covered. */
    SEG("SEG", About.TRACKS),
    /** How well tracked objects are detected. */
    DET("DET", About.TRACKS),
    /** How well tracked objects are detected and linked. */
    TRA("TRA", About.TRACKS);

    /** What a score is made of. */
    public enum About {
        /** Probabilities, which the prediction holds. */
        PROBABILITIES,
        /** Label maps of a time-lapse and their track files. */
        TRACKS
    }

    private final String label;
    private final About about;

    FurtherScore(String label, About about) {
        this.label = label;
        this.about = about;
    }

    /**
     * Reads names of scores.
     *
     * @param names separated by commas; empty for none
     * @throws StencilException if there is no such score, or the scores are about different things
     */
    public static Set<FurtherScore> of(String names) {
        Set<FurtherScore> scores = EnumSet.noneOf(FurtherScore.class);
        for (String name : names.split(",", -1)) {
            String word = name.strip();
            if (!names.isBlank()) {
                scores.add(Arrays.stream(values())
                        .filter(score -> score.label.equalsIgnoreCase(word))
                        .findFirst()
                        .orElseThrow(() -> StencilException.of(
                                "There is no score named \"%s\". Name some of %s, separated by commas.",
                                word,
                                Arrays.stream(values())
                                        .map(FurtherScore::toString)
                                        .collect(Collectors.joining(", ")))));
            }
        }
        if (are(scores, About.PROBABILITIES) && are(scores, About.TRACKS)) {
            throw StencilException.of(
                    "\"%s\" names scores of probabilities and of tracks, which are made of different images. Score one after the other.",
                    names);
        }
        return scores;
    }

    /** Returns whether any of some scores is about something. */
    public static boolean are(Set<FurtherScore> scores, About about) {
        return scores.stream().anyMatch(score -> score.about == about);
    }

    /** Returns the names of some scores; of all that are about something where none is named. */
    static List<String> columns(Set<FurtherScore> named, About about) {
        return Arrays.stream(values())
                .filter(score -> score.about == about && (named.isEmpty() || named.contains(score)))
                .map(FurtherScore::toString)
                .toList();
    }

    /** Returns the word that dialogs, macros and the command line use, which is its column's name. */
    @Override
    public String toString() {
        return label;
    }
}
