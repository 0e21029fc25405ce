// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import io.github.stencil.StencilException;
import io.github.stencil.label.LabelReader;
import net.imglib2.Interval;

/** Reads blocks of the maps of a comparison as whole numbers into arrays that are used again. For one thread. */
public final class PairReader {
    private final LabelReader truth;
    private final LabelReader prediction;

    /** Prepares to read the maps of a comparison. */
    public PairReader(Comparison maps) {
        truth = LabelReader.of(Comparison.TRUTH, maps.truth());
        prediction = LabelReader.of(Comparison.PREDICTION, maps.prediction());
    }

    /**
     * Copies a block of both maps.
     *
     * @param block [X, Y, C, Z, T], inside the maps
     * @return the number of pixels
     */
    public int read(Interval block) {
        truth.read(block);
        return prediction.read(block);
    }

    /**
     * Adds the pairs of labels of a block that has just been read, run by run: label maps have long runs, so that
     * most pixels are only compared with their neighbour, many at a time.
     *
     * @throws StencilException if a pixel is no label
     */
    void addTo(PairTally tally, int length) {
        int t = 0;
        int p = 0;
        int endOfTruth = 0;
        int endOfPrediction = 0;
        int background = 0;
        for (int i = 0; i < length; ) {
            if (i == endOfTruth) {
                t = truth.label(i);
                endOfTruth = truth.runEnd(i);
            }
            if (i == endOfPrediction) {
                p = prediction.label(i);
                endOfPrediction = prediction.runEnd(i);
            }
            int end = Math.min(endOfTruth, endOfPrediction);
            if ((t | p) == 0) {
                background += end - i; // every other run, mostly
            } else {
                tally.add(t, p, end - i);
            }
            i = end;
        }
        if (background > 0) {
            tally.add(0, 0, background);
        }
    }

    /** Returns the pixels of the truth that were read last, as they are. */
    Object rawTruth() {
        return truth.pixels();
    }

    /** Returns the pixels of the prediction that were read last, as they are. */
    Object rawPrediction() {
        return prediction.pixels();
    }

    /**
     * Returns the labels of the truth in the block that was read last, X fastest and T slowest, 32 bits without a sign, in
     * an array that is used again.
     *
     * @throws StencilException if a pixel is no label
     */
    public int[] truth() {
        return truth.labels();
    }

    /**
     * Returns the labels of the prediction; see {@link #truth}.
     *
     * @throws StencilException if a pixel is no label
     */
    public int[] prediction() {
        return prediction.labels();
    }
}
