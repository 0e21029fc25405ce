// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.step;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A step between an image's pixels and a network's input, or between its output and the result. Numbers per channel are
 * lists: of one number for all channels, or of one for each.
 */
public sealed interface Step {

    /**
     * Computes the step for one value, as the graph does.
     *
     * @throws UnsupportedOperationException if the step looks at more than the value
     */
    float apply(float value, int channel);

    /** Returns the numbers of channels that the step is made for; 1 stands for any. */
    default int channels() {
        return 1;
    }

    /** What is measured of pixels. */
    enum Statistic {
        /** Two percentiles: the lower is subtracted, then divided by their distance. */
        PERCENTILES,
        /** The mean is subtracted, then divided by the deviation. */
        MOMENTS
    }

    /**
     * {@code (x - a) / (b + eps)} with numbers measured over whole planes or volumes.
     *
     * @param statistic what a and b are
     * @param perChannel whether each channel has its own
     * @param wholeImage whether all planes and frames are measured together
     * @param low the lower percentile
     * @param high the upper percentile
     * @param eps what is added to the divisor
     */
    record Measured(Statistic statistic, boolean perChannel, boolean wholeImage, double low, double high, double eps)
            implements Step {
        @Override
        public float apply(float value, int channel) {
            throw new UnsupportedOperationException("what is measured is fed");
        }

        @Override
        public String toString() {
            String what =
                    statistic == Statistic.PERCENTILES ? "percentiles " + low + " and " + high : "mean and deviation";
            return what + (perChannel ? " per channel" : " of all channels") + (wholeImage ? " over the image" : "");
        }
    }

    /** {@code x * gain + offset}. */
    record Linear(List<Float> gain, List<Float> offset) implements Step {
        /** Copies the numbers, so that nobody changes them later. */
        public Linear {
            gain = List.copyOf(gain);
            offset = List.copyOf(offset);
        }

        @Override
        public float apply(float value, int channel) {
            return value * of(gain, channel) + of(offset, channel);
        }

        @Override
        public int channels() {
            return Math.max(gain.size(), offset.size());
        }

        @Override
        public String toString() {
            return "times " + text(gain) + " plus " + text(offset);
        }
    }

    /** {@code (x - low) / range}. */
    record Shifted(List<Float> low, List<Float> range) implements Step {
        /** Copies the numbers, so that nobody changes them later. */
        public Shifted {
            low = List.copyOf(low);
            range = List.copyOf(range);
        }

        @Override
        public float apply(float value, int channel) {
            return (value - of(low, channel)) / of(range, channel);
        }

        @Override
        public int channels() {
            return Math.max(low.size(), range.size());
        }

        @Override
        public String toString() {
            return "minus " + text(low) + " divided by " + text(range);
        }
    }

    /** Values beyond bounds become the bounds. */
    record Clipped(float min, float max) implements Step {
        @Override
        public float apply(float value, int channel) {
            return Math.min(max, Math.max(min, value));
        }

        @Override
        public String toString() {
            return "clipped to " + min + " and " + max;
        }
    }

    /** 1 above a threshold, 0 at it and below. */
    record Binarized(List<Float> threshold) implements Step {
        /** Copies the numbers, so that nobody changes them later. */
        public Binarized {
            threshold = List.copyOf(threshold);
        }

        @Override
        public float apply(float value, int channel) {
            return value > of(threshold, channel) ? 1 : 0;
        }

        @Override
        public int channels() {
            return threshold.size();
        }

        @Override
        public String toString() {
            return "1 above " + text(threshold);
        }
    }

    /** {@code 1 / (1 + exp(-x))}. */
    record Sigmoid() implements Step {
        @Override
        public float apply(float value, int channel) {
            return (float) (1 / (1 + Math.exp(-value)));
        }

        @Override
        public String toString() {
            return "sigmoid";
        }
    }

    /** Over channels: {@code exp(x) / sum(exp(x))}. */
    record Softmax() implements Step {
        @Override
        public float apply(float value, int channel) {
            throw new UnsupportedOperationException("a softmax looks at all channels");
        }

        @Override
        public String toString() {
            return "softmax";
        }
    }

    /**
     * What a value becomes when it is stored as whole numbers: cut towards zero, and modulo the number of values.
     *
     * @param bits 8, 16, 32 or 64; from 32 on nothing wraps
     * @param signed whether there are negative ones
     */
    record Whole(int bits, boolean signed) implements Step {
        @Override
        public float apply(float value, int channel) {
            float cut = (long) value;
            if (bits > 16) {
                return cut;
            }
            float values = 1 << bits;
            float shift = signed ? values / 2 : 0;
            return cut + shift - (float) Math.floor((cut + shift) / values) * values - shift;
        }

        @Override
        public String toString() {
            return (signed ? "int" : "uint") + bits;
        }
    }

    /** 0 stays, anything else becomes 1. */
    record Truth() implements Step {
        @Override
        public float apply(float value, int channel) {
            return value == 0 ? 0 : 1;
        }

        @Override
        public String toString() {
            return "bool";
        }
    }

    private static float of(List<Float> numbers, int channel) {
        return numbers.get(numbers.size() == 1 ? 0 : channel);
    }

    private static String text(List<Float> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining("/"));
    }
}
