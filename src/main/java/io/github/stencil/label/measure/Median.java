// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.measure;

import java.util.Arrays;

/** Finds medians of values that lie in memory: whole numbers by counting them, others by sorting. For one thread. */
final class Median {
    private static final int MOST_COUNTS = 1 << 16;

    /** When counting pays however few values there are. */
    private static final int FEW = 256;

    private final int[] counts = new int[MOST_COUNTS];

    /**
     * Returns the median of values: the mean of the two in the middle if their number is even.
     *
     * @param values which may be sorted by this
     * @param count how many there are, at least 1
     * @param whole whether they are whole numbers
     * @param min the least of them
     * @param max the greatest of them
     */
    double of(float[] values, int count, boolean whole, float min, float max) {
        double range = (double) max - min + 1;
        if (whole && range <= MOST_COUNTS && range <= 8.0 * count + FEW) {
            return counted(values, count, (int) min, (int) range);
        }
        Arrays.sort(values, 0, count);
        return between(values[(count - 1) / 2], values[count / 2]);
    }

    private double counted(float[] values, int count, int min, int range) {
        Arrays.fill(counts, 0, range, 0);
        for (int i = 0; i < count; i++) {
            counts[(int) values[i] - min]++;
        }
        int low = -1;
        int passed = 0;
        for (int key = 0; ; key++) {
            passed += counts[key];
            if (low < 0 && passed > (count - 1) / 2) {
                low = key;
            }
            if (passed > count / 2) {
                return between(low + min, key + min);
            }
        }
    }

    /** Returns the mean of two values; that of two infinities of one sign is no trouble. */
    static double between(double low, double high) {
        return low == high ? low : (low + high) / 2;
    }
}
