package io.github.stencil.metric;

import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.label.LabelReader;
import net.imglib2.Interval;

/**
 * Two label maps of the same size, 8-bit, 16-bit or 32-bit with whole numbers, one channel, any slices and frames. Those
 * that are stored as whole numbers of 32 bits are read as such.
 *
 * @param truth what is there
 * @param prediction what was found
 */
public record LabelMaps(AxisImage truth, AxisImage prediction) {
    private static final String TRUTH = "The truth ";
    private static final String PREDICTION = "The prediction ";

    /**
     * Checks the two maps.
     *
     * @throws StencilException if one is no label map, or their sizes differ
     */
    public LabelMaps {
        truth = LabelReader.of(TRUTH, truth).image();
        prediction = LabelReader.of(PREDICTION, prediction).image();
        if (!same(truth.extent(), prediction.extent())) {
            throw StencilException.of(
                    "The truth \"%s\" is %s but the prediction \"%s\" is %s. Give two label maps of the same size.",
                    truth.title(), truth.extent(), prediction.title(), prediction.extent());
        }
    }

    /** Compares by hand: a record's own equals costs a command that is short as this one 5% of its time, in linking. */
    private static boolean same(Extent a, Extent b) {
        return a.width() == b.width()
                && a.height() == b.height()
                && a.slices() == b.slices()
                && a.frames() == b.frames();
    }

    /** Returns the size of both, [X, Y, C, Z, T]. */
    public Extent extent() {
        return truth.extent();
    }

    /** Reads blocks of both maps as whole numbers into arrays that are used again. For one thread. */
    public static final class Reader {
        private final LabelReader truth;
        private final LabelReader prediction;

        /** Prepares to read both maps, of which nothing is read yet. */
        public Reader(LabelMaps maps) {
            truth = LabelReader.of(TRUTH, maps.truth());
            prediction = LabelReader.of(PREDICTION, maps.prediction());
        }

        /**
         * Copies a block of both maps.
         *
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
         * Returns the labels of the truth in the block that was read last, in an array that is used again.
         *
         * @throws StencilException if a pixel is no label
         */
        public int[] truth() {
            return truth.labels();
        }

        /** Returns the labels of the prediction; see {@link #truth}. */
        public int[] prediction() {
            return prediction.labels();
        }
    }
}
