// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.mask;

import io.github.stencil.Owned;
import io.github.stencil.StencilException;
import io.github.stencil.image.KeyCounts;
import io.github.stencil.image.PixelType;
import io.github.stencil.work.HeapBudget;
import io.github.stencil.work.HeapShare;

/**
 * What is remembered of one class's values in one channel: moments about the first value, and counts for the median. A
 * 32-bit value is counted by the upper half of its bits, put in rising order; a second pass counts the lower half of those
 * that share it with the median.
 */
final class Tally {
    private final PixelType type;
    private final KeyCounts counts;
    private final KeyCounts lowCounts;
    private final KeyCounts highCounts;
    private long n;
    private double first;
    private double sum;
    private double squares;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private int lowBucket = -1;
    private int highBucket = -1;

    /** The memory that all counts of a run take; it has an end. */
    static final class Pages implements Owned {
        private static final long STEP = 1 << 20;

        private final HeapShare share = HeapBudget.usual().share();
        private long taken;

        long[] create() {
            taken += KeyCounts.PAGE * Long.BYTES;
            if (taken > share.bytes() && !share.hold(share.bytes() + STEP)) {
                throw new StencilException(
                        "There are too many classes for the memory there is. Name fewer in include, or give ImageJ more memory.");
            }
            return new long[KeyCounts.PAGE];
        }

        @Override
        public void close() {
            share.close();
        }
    }

    Tally(PixelType type, Pages pages) {
        this.type = type;
        counts = new KeyCounts(pages::create);
        lowCounts = new KeyCounts(pages::create);
        highCounts = new KeyCounts(pages::create);
    }

    void add(double value) {
        if (Double.isNaN(value)) {
            return;
        }
        if (n++ == 0) {
            first = value;
        }
        sum += value - first;
        squares += (value - first) * (value - first);
        min = Math.min(min, value);
        max = Math.max(max, value);
        counts.add(type.isInteger() ? (int) (value - type.leastValue()) : KeyCounts.key((float) value) >>> 16);
    }

    /** Makes ready for the second pass. */
    void seekMedian() {
        if (n > 0) {
            lowBucket = counts.find((n - 1) / 2);
            highBucket = counts.find(n / 2);
        }
    }

    /** Takes a value the second time. */
    void addAgain(double value) {
        if (Double.isNaN(value)) {
            return;
        }
        int bits = KeyCounts.key((float) value);
        if (bits >>> 16 == lowBucket) {
            lowCounts.add(bits & 0xffff);
        } else if (bits >>> 16 == highBucket) {
            highCounts.add(bits & 0xffff);
        }
    }

    double min() {
        return min;
    }

    double max() {
        return max;
    }

    ClassStatistics statistics(int slice, int frame, long label, int channel) {
        double mean = n == 0 ? Double.NaN : first + sum / n;
        double variance = n < 2 ? 0 : Math.max(0, (squares - sum * sum / n) / (n - 1));
        return new ClassStatistics(
                slice,
                frame,
                label,
                channel,
                n,
                mean,
                n == 0 ? Double.NaN : Math.sqrt(variance),
                n == 0 ? Double.NaN : min,
                n == 0 ? Double.NaN : max,
                median());
    }

    private double median() {
        if (n == 0) {
            return Double.NaN;
        }
        if (type.isInteger()) {
            return (counts.find((n - 1) / 2) + counts.find(n / 2)) / 2.0 + type.leastValue();
        }
        double low = value(lowBucket, lowCounts, (n - 1) / 2);
        double high = value(highBucket, highBucket == lowBucket ? lowCounts : highCounts, n / 2);
        return low == high ? low : (low + high) / 2; // the sum of two infinities of one sign is no trouble
    }

    private double value(int bucket, KeyCounts low, long rank) {
        return KeyCounts.value(bucket << 16 | low.find(rank - counts.below(bucket)));
    }
}
