package io.github.stencil.metric;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Counts pairs of 8-bit labels, for large images: one thread's, to be poured into a {@link PairTally}.
 *
 * <p>Eight pixels are read at a time. Inside regions all eight have one pair of labels and are counted at once; else
 * neighbours go to different tables, since adding to a number that has just been stored waits for the store.
 */
final class ByteHistogram {
    private static final int PAIRS = 1 << 16;
    private static final int TABLES = 4;
    private static final int STEP = Long.BYTES;

    private final int[] counts = new int[TABLES * PAIRS];
    private long counted;

    /** Counts {@code length} pixels from the start of both arrays; fewer than 2^31 until {@link #pourInto}. */
    void add(byte[] truth, byte[] prediction, int length) {
        counted += length;
        ByteBuffer truths = ByteBuffer.wrap(truth).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer predictions = ByteBuffer.wrap(prediction).order(ByteOrder.LITTLE_ENDIAN);
        int[] table = counts;
        int i = 0;
        for (; i <= length - STEP; i += STEP) {
            long t = truths.getLong(i);
            long p = predictions.getLong(i);
            if (t == Long.rotateLeft(t, 8) && p == Long.rotateLeft(p, 8)) {
                table[pair((int) t, (int) p)] += STEP;
            } else {
                addFour(table, (int) t, (int) p);
                addFour(table, (int) (t >>> 32), (int) (p >>> 32));
            }
        }
        for (; i < length; i++) {
            table[pair(truth[i], prediction[i])]++;
        }
    }

    private static void addFour(int[] table, int t, int p) {
        table[pair(t, p)]++;
        table[PAIRS + pair(t >>> 8, p >>> 8)]++;
        table[2 * PAIRS + pair(t >>> 16, p >>> 16)]++;
        table[3 * PAIRS + pair(t >>> 24, p >>> 24)]++;
    }

    private static int pair(int truth, int prediction) {
        return ((truth & 0xff) << 8) | (prediction & 0xff);
    }

    /** Returns how many pixels have been counted since {@link #pourInto}. */
    long counted() {
        return counted;
    }

    /** Adds the counts to a tally and starts anew. */
    void pourInto(PairTally tally) {
        for (int pair = 0; pair < PAIRS; pair++) {
            long count =
                    (long) counts[pair] + counts[PAIRS + pair] + counts[2 * PAIRS + pair] + counts[3 * PAIRS + pair];
            if (count != 0) {
                tally.add(pair >> 8, pair & 0xff, count);
            }
        }
        Arrays.fill(counts, 0);
        counted = 0;
    }
}
