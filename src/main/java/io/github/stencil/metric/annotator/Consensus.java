// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric.annotator;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.label.LabelSet;
import java.util.ArrayList;
import java.util.List;

/** One label map of several annotators' ones, block by block. */
public final class Consensus {
    private Consensus() {}

    /**
     * Gives each pixel the label that most annotators gave it.
     *
     * @param tie the label where two or more labels have the most votes, such as 0, or one that is ignored later
     * @param store takes the consensus, STEM-majority
     * @param progress hears each block
     * @throws StencilException if a pixel is no label, {@code tie} is none, or the maps number objects
     */
    public static AxisImage majority(Annotations annotations, long tie, ImageStore store, Progress progress) {
        if (tie < 0 || tie > LabelSet.HIGHEST) {
            throw StencilException.of(
                    "The label for ties is %d but must be from 0 to %d. Give 0, or a label that is ignored later.",
                    tie, LabelSet.HIGHEST);
        }
        return Votes.count(annotations, progress)
                .write("-majority", tie, votes -> mostFrequent((int) tie, votes), store, progress);
    }

    private static int mostFrequent(int tie, int... votes) {
        int winner = tie;
        int most = 0;
        boolean tied = false;
        for (int candidate : votes) {
            int count = 0;
            for (int vote : votes) {
                count += vote == candidate ? 1 : 0;
            }
            if (count > most) {
                most = count;
                winner = candidate;
                tied = false;
            } else if (count == most && candidate != winner) {
                tied = true;
            }
        }
        return tied ? tie : winner;
    }

    /**
     * A consensus by STAPLE.
     *
     * @param map the label map
     * @param labels the labels that occur, ascending
     * @param performance [annotator][given label][true label]: how probable it is that the annotator gives a label where
     *     another is true, in the order of {@code labels}; with the labels 0 and 1, [1][1] is the sensitivity and [0][0] the
     *     specificity
     * @param rounds how many rounds of estimation there were
     */
    public record Staple(AxisImage map, List<Long> labels, double[][][] performance, int rounds) {}

    /**
     * Estimates the truth and how good each annotator is at the same time, by expectation and maximisation (STAPLE: Warfield,
     * Zou and Wells, IEEE Transactions on Medical Imaging 23, 2004), for two labels or more. A label's prior is its share
     * of all votes. A pixel gets its most probable label, the lowest of several.
     *
     * @param store takes the consensus, STEM-staple
     * @param progress hears each block
     * @throws StencilException if a pixel is no label, or there are more than 256 labels, as only maps of objects have
     */
    public static Staple staple(Annotations annotations, ImageStore store, Progress progress) {
        Votes votes = Votes.count(annotations, progress);
        StapleEstimate estimate = StapleEstimate.of(votes);
        AxisImage map = votes.write("-staple", 0, estimate::likeliest, store, progress);
        List<Long> labels = new ArrayList<>();
        for (long label : votes.labels()) {
            labels.add(label);
        }
        return new Staple(map, List.copyOf(labels), estimate.performance(), estimate.rounds());
    }
}
