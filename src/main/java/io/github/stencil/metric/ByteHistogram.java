// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Counts pairs of 8-bit labels, for large images: one thread's, to be poured into a {@link PairTally}.
 *
 * <p>Inside regions, eight pixels are compared and counted at a time. Elsewhere
 * neighbours go to different tables, since adding to a number that has just been stored waits for the store.
 */
final class ByteHistogram {
    private static final int PAIRS = 1 << 16;
    private static final int STEP = Long.BYTES;
    private static final int PROBES = 64;
    /** Pixels from a mixed place on that are not searched for regions. */
    private static final int MIXED = 64;

    private final int[] first = new int[PAIRS];
    private final int[] second = new int[PAIRS];
    private final int[] third = new int[PAIRS];
    private final int[] fourth = new int[PAIRS];
    private long counted;

    /** Counts {@code length} pixels from the start of both arrays; fewer than 2^31 until {@link #pourInto}. */
    void add(byte[] truth, byte[] prediction, int length) {
        counted += length;
        int start = hasRegions(truth, prediction, length) ? addRegions(truth, prediction, length) : 0;
        addMixed(truth, prediction, start, length);
    }

    /** Looks at a few places whether mostly eight pixels in a row are the same. */
    private static boolean hasRegions(byte[] truth, byte[] prediction, int length) {
        ByteBuffer truths = ByteBuffer.wrap(truth);
        ByteBuffer predictions = ByteBuffer.wrap(prediction);
        int same = 0;
        for (int probe = 0; probe < PROBES && length >= STEP; probe++) {
            int at = (int) ((long) (length - STEP) * probe / PROBES);
            same += uniform(truths.getLong(at)) && uniform(predictions.getLong(at)) ? 1 : 0;
        }
        return same > PROBES / 2;
    }

    private static boolean uniform(long eight) {
        return eight == Long.rotateLeft(eight, 8);
    }

    private int addRegions(byte[] truth, byte[] prediction, int length) {
        ByteBuffer truths = ByteBuffer.wrap(truth);
        ByteBuffer predictions = ByteBuffer.wrap(prediction);
        int i = 0;
        while (i <= length - STEP) {
            long t = truths.getLong(i);
            long p = predictions.getLong(i);
            if (uniform(t) && uniform(p)) {
                int from = i;
                do {
                    i += STEP;
                } while (i <= length - STEP && truths.getLong(i) == t && predictions.getLong(i) == p);
                first[pair((byte) t, (byte) p)] += i - from;
            } else {
                int to = Math.min(i + MIXED, length);
                addMixed(truth, prediction, i, to);
                i = to;
            }
        }
        return i;
    }

    private void addMixed(byte[] truth, byte[] prediction, int from, int to) {
        int[] a = first;
        int[] b = second;
        int[] c = third;
        int[] d = fourth;
        int i = from;
        for (; i <= to - 4; i += 4) {
            a[pair(truth[i], prediction[i])]++;
            b[pair(truth[i + 1], prediction[i + 1])]++;
            c[pair(truth[i + 2], prediction[i + 2])]++;
            d[pair(truth[i + 3], prediction[i + 3])]++;
        }
        for (; i < to; i++) {
            a[pair(truth[i], prediction[i])]++;
        }
    }

    private static int pair(byte truth, byte prediction) {
        return ((truth & 0xff) << 8) | (prediction & 0xff);
    }

    /** Returns how many pixels have been counted since {@link #pourInto}. */
    long counted() {
        return counted;
    }

    /** Adds the counts to a tally and starts anew. */
    void pourInto(PairTally tally) {
        for (int pair = 0; pair < PAIRS; pair++) {
            long count = (long) first[pair] + second[pair] + third[pair] + fourth[pair];
            if (count != 0) {
                tally.add(pair >> 8, pair & 0xff, count);
            }
        }
        Arrays.fill(first, 0);
        Arrays.fill(second, 0);
        Arrays.fill(third, 0);
        Arrays.fill(fourth, 0);
        counted = 0;
    }
}
