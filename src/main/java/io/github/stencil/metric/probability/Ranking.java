// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric.probability;

import io.github.stencil.StencilException;
import io.github.stencil.work.HeapBudget;
import io.github.stencil.work.HeapShare;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Ranks the pixels of an image by their probability, exactly and in bounded memory. A first pass counts probabilities by the
 * upper half of their bits, which rise with them. Then, from the highest probabilities down, as many pixels as memory holds
 * are gathered in a pass and sorted. Where one upper half alone has more, its lower halves are counted instead.
 */
final class Ranking {
    private static final int LOW_BITS = 16;
    private static final int LOWS = 1 << LOW_BITS;
    /** The bits of 1 are the highest. */
    private static final int HIGHS = (Float.floatToIntBits(1) >>> LOW_BITS) + 1;
    /** So many pixels are gathered without asking for memory. */
    private static final int FEW = 1 << 16;
    /** More pixels than this are not gathered at once. */
    private static final int MOST = 1 << 28;

    private final long[] positive = new long[HIGHS];
    private final long[] negative = new long[HIGHS];
    private final int most;
    private long positivesAbove;
    private long negativesAbove;
    private double wins;
    private double precisions;

    /** Prepares to rank with as much memory as is of use and to be had. */
    Ranking() {
        this(MOST);
    }

    /** Prepares to rank, never gathering more than so many pixels. */
    Ranking(int most) {
        this.most = most;
    }

    /** Counts a pixel in the first pass. */
    void add(float probability, boolean ofTheClass) {
        (ofTheClass ? positive : negative)[Float.floatToRawIntBits(probability) >>> LOW_BITS]++;
    }

    long positives() {
        return Arrays.stream(positive).sum();
    }

    long negatives() {
        return Arrays.stream(negative).sum();
    }

    double wins() {
        return wins;
    }

    double precisions() {
        return precisions;
    }

    /**
     * Ranks what was counted.
     *
     * @param pass visits all pixels once more, in any order
     */
    void rank(Consumer<ProbabilityReader.Visitor> pass) {
        long all = positives() + negatives();
        try (HeapShare share = HeapBudget.usual().share()) {
            long room = Math.min(most, all);
            if (room > FEW) {
                room = Math.max(FEW, share.holdUpTo(room * Integer.BYTES) / Integer.BYTES);
            }
            for (int high = HIGHS - 1; high >= 0; ) {
                int first = high;
                long count = 0;
                while (first >= 0 && count + count(first) <= room) {
                    count += count(first);
                    first--;
                }
                if (first == high) {
                    countLows(high, pass);
                    high--;
                } else {
                    gather(first + 1, high, (int) count, pass);
                    high = first;
                }
            }
        }
    }

    private long count(int high) {
        return positive[high] == 0 ? 0 : positive[high] + negative[high];
    }

    /** Ranks the pixels of some upper halves; where one has no pixel of the class, the order in it does not matter. */
    private void gather(int first, int last, int count, Consumer<ProbabilityReader.Visitor> pass) {
        int[] keys = new int[count];
        int[] length = {0};
        if (count > 0) {
            pass.accept((value, ofTheClass) -> {
                int bits = Float.floatToRawIntBits(value);
                int high = bits >>> LOW_BITS;
                if (high >= first && high <= last && positive[high] > 0) {
                    if (length[0] == count) {
                        throw changed();
                    }
                    keys[length[0]++] = bits << 1 | (ofTheClass ? 1 : 0); // probabilities have 30 bits
                }
            });
        }
        if (length[0] != count) {
            throw changed();
        }
        Arrays.parallelSort(keys);
        int i = count - 1;
        for (int high = last; high >= first; high--) {
            if (positive[high] == 0) {
                next(0, negative[high]);
            }
            while (i >= 0 && keys[i] >>> LOW_BITS + 1 == high) {
                int value = keys[i] >>> 1;
                long equalPositives = 0;
                long equalNegatives = 0;
                for (; i >= 0 && keys[i] >>> 1 == value; i--) {
                    equalPositives += keys[i] & 1;
                    equalNegatives += 1 - (keys[i] & 1);
                }
                next(equalPositives, equalNegatives);
            }
        }
    }

    private void countLows(int high, Consumer<ProbabilityReader.Visitor> pass) {
        long[] positives = new long[LOWS];
        long[] negatives = new long[LOWS];
        pass.accept((value, ofTheClass) -> {
            int bits = Float.floatToRawIntBits(value);
            if (bits >>> LOW_BITS == high) {
                (ofTheClass ? positives : negatives)[bits & LOWS - 1]++;
            }
        });
        for (int low = LOWS - 1; low >= 0; low--) {
            next(positives[low], negatives[low]);
        }
    }

    /** Takes the pixels of the next lower probability. */
    private void next(long equalPositives, long equalNegatives) {
        wins += (double) equalNegatives * positivesAbove + 0.5 * equalNegatives * equalPositives;
        positivesAbove += equalPositives;
        negativesAbove += equalNegatives;
        if (equalPositives > 0) {
            precisions += (double) equalPositives * positivesAbove / (positivesAbove + negativesAbove);
        }
    }

    private static StencilException changed() {
        return new StencilException(
                "The probabilities changed while they were scored. Score them once nothing else works on them.");
    }
}
