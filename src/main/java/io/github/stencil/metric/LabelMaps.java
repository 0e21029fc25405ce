package io.github.stencil.metric;

import io.github.stencil.StencilException;
import io.github.stencil.axes.AxisImage;
import io.github.stencil.axes.Extent;
import io.github.stencil.axes.PixelType;
import java.util.Arrays;
import net.imglib2.Interval;
import net.imglib2.util.IntervalIndexer;
import net.imglib2.util.Intervals;

/**
 * Two label maps of the same size, 8-bit, 16-bit or 32-bit with whole numbers, one channel, any slices and frames. Those
 * that are stored as whole numbers of 32 bits are read as such.
 *
 * @param truth what is there
 * @param prediction what was found
 */
record LabelMaps(AxisImage truth, AxisImage prediction) {
    /** Beyond this, 32-bit numbers are not all whole numbers. */
    private static final int LARGEST = 1 << 24;

    LabelMaps {
        truth = truth.wide();
        prediction = prediction.wide();
        check("truth", truth);
        check("prediction", prediction);
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

    Extent extent() {
        return truth.extent();
    }

    private static void check(String role, AxisImage image) {
        if (image.description().rgb()) {
            throw StencilException.of(
                    "The %s \"%s\" is an RGB image but must be a label map. Give an 8-, 16- or 32-bit image whose values are classes.",
                    role, image.title());
        }
        if (image.extent().channels() > 1) {
            throw StencilException.of(
                    "The %s \"%s\" has %d channels but a label map has one. Turn a categorical stack into labels with Categorical to Labels, or keep one channel.",
                    role, image.title(), image.extent().channels());
        }
    }

    /** Reads blocks of both maps as whole numbers into arrays that are used again. For one thread. */
    static final class Reader {
        private final LabelMaps maps;
        private final Side truth;
        private final Side prediction;

        Reader(LabelMaps maps, int mostPixels) {
            this.maps = maps;
            truth = new Side("truth", maps.truth(), mostPixels);
            prediction = new Side("prediction", maps.prediction(), mostPixels);
        }

        /**
         * Copies a block of both maps.
         *
         * @return the number of pixels
         */
        int read(Interval block) {
            maps.truth().copy(block, truth.pixels);
            maps.prediction().copy(block, prediction.pixels);
            return Math.toIntExact(Intervals.numElements(block));
        }

        /**
         * Adds the pairs of labels of a block that has just been read, run by run: label maps have long runs, so that
         * most pixels are only compared with their neighbour, many at a time.
         *
         * @throws StencilException if a pixel is no label
         */
        void addTo(PairTally tally, Interval block, int length) {
            int t = 0;
            int p = 0;
            int endOfTruth = 0;
            int endOfPrediction = 0;
            int background = 0;
            for (int i = 0; i < length; ) {
                if (i == endOfTruth) {
                    t = truth.label(i, block);
                    endOfTruth = truth.runEnd(i, length);
                }
                if (i == endOfPrediction) {
                    p = prediction.label(i, block);
                    endOfPrediction = prediction.runEnd(i, length);
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
            return truth.pixels;
        }

        /** Returns the pixels of the prediction that were read last, as they are. */
        Object rawPrediction() {
            return prediction.pixels;
        }

        /**
         * Returns the labels of the truth in a block that has just been read.
         *
         * @throws StencilException if a pixel is no label
         */
        int[] truth(Interval block, int length) {
            return truth.labels(block, length);
        }

        /** Returns the labels of the prediction; see {@link #truth}. */
        int[] prediction(Interval block, int length) {
            return prediction.labels(block, length);
        }
    }

    private static final class Side {
        private static final int SHORT_RUN = 4;

        private final String role;
        private final AxisImage image;
        private final Object pixels;
        private int[] labels = {};

        Side(String role, AxisImage image, int mostPixels) {
            this.role = role;
            this.image = image;
            pixels = image.type().createArray(mostPixels);
        }

        int[] labels(Interval block, int length) {
            if (labels.length < length) {
                labels = new int[length];
            }
            switch (image.type()) {
                case UINT8 -> widen((byte[]) pixels, length);
                case UINT16 -> widen((short[]) pixels, length);
                case UINT32 -> check((int[]) pixels, length, block);
                case FLOAT32 -> round((float[]) pixels, length, block);
            }
            return labels;
        }

        private void widen(byte[] values, int length) {
            for (int i = 0; i < length; i++) {
                labels[i] = values[i] & 0xff;
            }
        }

        private void widen(short[] values, int length) {
            for (int i = 0; i < length; i++) {
                labels[i] = values[i] & 0xffff;
            }
        }

        private void round(float[] values, int length, Interval block) {
            for (int i = 0; i < length; i++) {
                labels[i] = label(values[i], i, block);
            }
        }

        private void check(int[] values, int length, Interval block) {
            for (int i = 0; i < length; i++) {
                labels[i] = label(values[i], i, block);
            }
        }

        private int label(int value, int index, Interval block) {
            if (value < 0) {
                throw noLabel(Integer.toUnsignedLong(value), block, index);
            }
            return value;
        }

        private int label(float value, int index, Interval block) {
            int label = (int) value;
            if (label != value || label < 0 || label > LARGEST) {
                throw noLabel(value, block, index);
            }
            return label;
        }

        int label(int index, Interval block) {
            return switch (image.type()) {
                case UINT8 -> ((byte[]) pixels)[index] & 0xff;
                case UINT16 -> ((short[]) pixels)[index] & 0xffff;
                case UINT32 -> label(((int[]) pixels)[index], index, block);
                case FLOAT32 -> label(((float[]) pixels)[index], index, block);
            };
        }

        /** Returns where the run of equal pixels that begins at an index ends, and another begins. */
        int runEnd(int from, int length) {
            return switch (image.type()) {
                case UINT8 -> runEnd((byte[]) pixels, from, length);
                case UINT16 -> runEnd((short[]) pixels, from, length);
                case UINT32 -> runEnd((int[]) pixels, from, length);
                case FLOAT32 -> runEnd((float[]) pixels, from, length);
            };
        }

        /** Compares an array with itself, moved by one; short runs are found without that. */
        private static int runEnd(byte[] values, int from, int length) {
            int i = from + 1;
            for (int few = Math.min(length, from + SHORT_RUN); i < few; i++) {
                if (values[i] != values[from]) {
                    return i;
                }
            }
            int same = Arrays.mismatch(values, i - 1, length - 1, values, i, length);
            return same < 0 ? length : i + same;
        }

        private static int runEnd(short[] values, int from, int length) {
            int i = from + 1;
            for (int few = Math.min(length, from + SHORT_RUN); i < few; i++) {
                if (values[i] != values[from]) {
                    return i;
                }
            }
            int same = Arrays.mismatch(values, i - 1, length - 1, values, i, length);
            return same < 0 ? length : i + same;
        }

        private static int runEnd(int[] values, int from, int length) {
            int i = from + 1;
            for (int few = Math.min(length, from + SHORT_RUN); i < few; i++) {
                if (values[i] != values[from]) {
                    return i;
                }
            }
            int same = Arrays.mismatch(values, i - 1, length - 1, values, i, length);
            return same < 0 ? length : i + same;
        }

        private static int runEnd(float[] values, int from, int length) {
            int i = from + 1;
            for (int few = Math.min(length, from + SHORT_RUN); i < few; i++) {
                if (values[i] != values[from]) {
                    return i;
                }
            }
            int same = Arrays.mismatch(values, i - 1, length - 1, values, i, length);
            return same < 0 ? length : i + same;
        }

        private StencilException noLabel(Number value, Interval block, int index) {
            long[] at = block.minAsLongArray();
            IntervalIndexer.indexToPositionWithOffset(index, block.dimensionsAsLongArray(), block.minAsLongArray(), at);
            Extent extent = image.extent();
            String plane = (extent.slices() > 1 ? ", slice " + (at[3] + 1) : "")
                    + (extent.frames() > 1 ? ", frame " + (at[4] + 1) : "");
            return StencilException.of(
                    "The %s \"%s\" is %s at x %d, y %d%s, but labels are whole numbers from 0 to %,d. Give a label map.",
                    role,
                    image.title(),
                    value,
                    at[0],
                    at[1],
                    plane,
                    image.type() == PixelType.FLOAT32 ? LARGEST : Integer.MAX_VALUE);
        }
    }
}
