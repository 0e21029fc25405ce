// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric.annotator;

import io.github.stencil.StencilException;
import java.util.Arrays;
import java.util.List;

/** The estimate of STAPLE over combinations of labels: pixels with the same labels have the same true label. */
final class StapleEstimate {
    private static final int MOST_LABELS = 256;
    private static final double FIRST_GUESS = 0.99999;
    private static final double SMALLEST_CHANGE = 1e-9;
    private static final int MOST_ROUNDS = 10_000;

    private final long[] labels;
    private final List<int[]> combinations;
    private final double[] prior;
    /** [annotator][given][true]. */
    private final double[][][] performance;

    private int rounds;

    private StapleEstimate(Votes votes) {
        labels = votes.labels();
        if (labels.length > MOST_LABELS) {
            throw StencilException.of(
                    "The annotators have %,d labels, so their maps number objects. Give maps of at most %d classes.",
                    labels.length, MOST_LABELS);
        }
        combinations = votes.combinations();
        prior = new double[labels.length];
        performance = new double[votes.annotators()][labels.length][labels.length];
        double miss = (1 - FIRST_GUESS) / Math.max(1, labels.length - 1);
        for (double[][] annotator : performance) {
            for (int given = 0; given < labels.length; given++) {
                Arrays.fill(annotator[given], miss);
                annotator[given][given] = FIRST_GUESS;
            }
        }
    }

    /** Estimates until nothing changes any more. */
    static StapleEstimate of(Votes votes) {
        StapleEstimate estimate = new StapleEstimate(votes);
        long[] counts = votes.counts();
        double all = (double) Arrays.stream(counts).sum() * votes.annotators();
        for (int c = 0; c < counts.length; c++) {
            for (int vote : estimate.combinations.get(c)) {
                estimate.prior[estimate.place(vote)] += counts[c] / all;
            }
        }
        double change = 1;
        while (change > SMALLEST_CHANGE && estimate.rounds < MOST_ROUNDS) {
            change = estimate.round(counts);
        }
        return estimate;
    }

    private int place(int label) {
        return Arrays.binarySearch(labels, Integer.toUnsignedLong(label));
    }

    /** Returns how probable each label is to be true where annotators gave some labels. */
    private double[] truth(int... votes) {
        double[] weights = prior.clone();
        for (int j = 0; j < votes.length; j++) {
            double[] given = performance[j][place(votes[j])];
            double largest = 0;
            for (int s = 0; s < weights.length; s++) {
                weights[s] *= given[s];
                largest = Math.max(largest, weights[s]);
            }
            for (int s = 0; largest > 0 && s < weights.length; s++) {
                weights[s] /= largest; // many annotators would make all of them 0
            }
        }
        double sum = Arrays.stream(weights).sum();
        for (int s = 0; s < weights.length; s++) {
            weights[s] = sum > 0 ? weights[s] / sum : prior[s];
        }
        return weights;
    }

    /** Estimates the truth and then all annotators; returns by how much one of their numbers changed. */
    private double round(long... counts) {
        rounds++;
        double[][][] sums = new double[performance.length][labels.length][labels.length];
        double[] totals = new double[labels.length];
        for (int c = 0; c < counts.length; c++) {
            int[] votes = combinations.get(c);
            double[] truth = truth(votes);
            for (int s = 0; s < truth.length; s++) {
                double weight = counts[c] * truth[s];
                totals[s] += weight;
                for (int j = 0; j < votes.length; j++) {
                    sums[j][place(votes[j])][s] += weight;
                }
            }
        }
        double change = 0;
        for (int j = 0; j < sums.length; j++) {
            for (int given = 0; given < labels.length; given++) {
                for (int s = 0; s < labels.length; s++) {
                    double now = totals[s] > 0 ? sums[j][given][s] / totals[s] : performance[j][given][s];
                    change = Math.max(change, Math.abs(now - performance[j][given][s]));
                    performance[j][given][s] = now;
                }
            }
        }
        return change;
    }

    /** Returns the most probable label, the lowest of several. */
    int likeliest(int... votes) {
        double[] truth = truth(votes);
        int best = 0;
        for (int s = 1; s < truth.length; s++) {
            best = truth[s] > truth[best] ? s : best;
        }
        return (int) labels[best];
    }

    double[][][] performance() {
        return performance;
    }

    int rounds() {
        return rounds;
    }
}
