// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric.probability;

import io.github.stencil.metric.EmptyClass;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How often what was given a probability is so, in ten bins of the probability of one class: (0, 0.1] with 0 itself, (0.1,
 * 0.2], ... (0.9, 1]. For one thread while it counts.
 */
public final class Reliability implements Serializable {
    /** How many bins there are. */
    public static final int BINS = 10;

    private static final long serialVersionUID = 1;

    private final long[] pixels = new long[BINS];
    private final long[] positives = new long[BINS];
    private final double[] sums = new double[BINS];

    /**
     * What fell into a bin.
     *
     * @param pixels how many pixels
     * @param probability their mean probability, NaN where there are none
     * @param share the share of them that is of the class, NaN where there are none
     */
    public record Bin(long pixels, double probability, double share) {}

    Reliability() {}

    void add(float probability, boolean positive) {
        int bin = Math.max(0, (int) Math.ceil((double) probability * BINS) - 1);
        pixels[bin]++;
        sums[bin] += probability;
        positives[bin] += positive ? 1 : 0;
    }

    /** Returns the bins of both sets of pixels together. */
    public Reliability plus(Reliability other) {
        Reliability all = new Reliability();
        for (int bin = 0; bin < BINS; bin++) {
            all.pixels[bin] = pixels[bin] + other.pixels[bin];
            all.positives[bin] = positives[bin] + other.positives[bin];
            all.sums[bin] = sums[bin] + other.sums[bin];
        }
        return all;
    }

    /** Returns what fell into each bin, from low probabilities to high ones. */
    public List<Bin> bins() {
        List<Bin> bins = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            double count = pixels[bin];
            bins.add(new Bin(pixels[bin], sums[bin] / count, positives[bin] / count));
        }
        return bins;
    }

    /**
     * Returns the expected calibration error (Naeini et al., AAAI 2015): the mean over pixels of how far the share of the
     * class in their bin is from the bin's mean probability.
     *
     * @return ECE, 0 to 1; {@code whenEmpty}'s value if there is no pixel
     */
    public double ece(EmptyClass whenEmpty) {
        double sum = 0;
        for (int bin = 0; bin < BINS; bin++) {
            sum += Math.abs(positives[bin] - sums[bin]);
        }
        return whenEmpty.ratio(sum, (double) Arrays.stream(pixels).sum());
    }
}
