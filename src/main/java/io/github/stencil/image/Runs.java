// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import java.util.Arrays;

/**
 * Ends of runs of equal numbers: label maps have long runs, of which most pixels are only compared with their neighbour,
 * many at a time, as the array is compared with itself, moved by one. Short runs are found without that.
 */
public final class Runs {
    private static final int SHORT_RUN = 4;

    private Runs() {}

    /** Returns where the run that begins at a place ends, and another begins; {@code end} if none does before. */
    public static int end(byte[] values, int from, int end) {
        int i = from + 1;
        for (int few = Math.min(end, from + SHORT_RUN); i < few; i++) {
            if (values[i] != values[from]) {
                return i;
            }
        }
        int same = Arrays.mismatch(values, i - 1, end - 1, values, i, end);
        return same < 0 ? end : i + same;
    }

    /** Returns where a run ends; see {@link #end(byte[], int, int)}. */
    public static int end(short[] values, int from, int end) {
        int i = from + 1;
        for (int few = Math.min(end, from + SHORT_RUN); i < few; i++) {
            if (values[i] != values[from]) {
                return i;
            }
        }
        int same = Arrays.mismatch(values, i - 1, end - 1, values, i, end);
        return same < 0 ? end : i + same;
    }

    /** Returns where a run ends; see {@link #end(byte[], int, int)}. */
    public static int end(int[] values, int from, int end) {
        int i = from + 1;
        for (int few = Math.min(end, from + SHORT_RUN); i < few; i++) {
            if (values[i] != values[from]) {
                return i;
            }
        }
        int same = Arrays.mismatch(values, i - 1, end - 1, values, i, end);
        return same < 0 ? end : i + same;
    }

    /** Returns where a run of numbers that are not NaN ends, and 0 is not -0; see {@link #end(byte[], int, int)}. */
    public static int end(float[] values, int from, int end) {
        int i = from + 1;
        for (int few = Math.min(end, from + SHORT_RUN); i < few; i++) {
            if (values[i] != values[from]) {
                return i;
            }
        }
        int same = Arrays.mismatch(values, i - 1, end - 1, values, i, end);
        return same < 0 ? end : i + same;
    }
}
