// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import io.github.stencil.Owned;
import io.github.stencil.StencilException;
import io.github.stencil.work.HeapBudget;
import io.github.stencil.work.HeapShare;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How often each pair of a true and a predicted label occurs; memory goes with the pairs, not with the labels. */
final class PairTally implements Owned {
    private static final int FEW = 64;
    /** More pairs than this are none of classes. */
    private static final int MOST_CLASS_PAIRS = 1 << 16;
    /** More pairs than this are noise. */
    private static final int MOST_OBJECT_PAIRS = 1 << 28;
    /** Bytes for a place in the table, and for what is made of it later, while it is there. */
    private static final long PLACE_BYTES = 24;
    /** Tables of so many places are too small to be counted. */
    private static final int SMALL = 1 << 12;

    /** Hears of pairs; labels are 32 bits without a sign. */
    interface Visitor {
        void pair(int truth, int prediction, long count);
    }

    /** Pairs in an open-addressing table. */
    private long[] pairs = new long[FEW];
    /** How often each occurs; 0 is a free place. */
    private long[] counts = new long[FEW];

    private final boolean objects;
    private @Nullable HeapShare share;
    private int size;

    private PairTally(boolean objects) {
        this.objects = objects;
    }

    /** Creates a tally for labels that are classes, which are few. */
    static PairTally ofClasses() {
        return new PairTally(false);
    }

    /** Creates a tally for labels that number objects. */
    static PairTally ofObjects() {
        return new PairTally(true);
    }

    /** Creates an empty tally for labels of the same meaning. */
    PairTally fresh() {
        return new PairTally(objects);
    }

    /** Returns how many pairs occur. */
    int size() {
        return size;
    }

    /**
     * Adds to the count of a pair.
     *
     * @throws StencilException if there are more pairs than label maps can have
     */
    void add(int truth, int prediction, long count) {
        if (count == 0) {
            return;
        }
        int place = place(pairs, counts, pair(truth, prediction));
        if (counts[place] == 0) {
            if (++size > (objects ? MOST_OBJECT_PAIRS : MOST_CLASS_PAIRS)) {
                throw tooMany();
            }
            pairs[place] = pair(truth, prediction);
        }
        counts[place] += count;
        if (size * 2 > pairs.length) {
            grow();
        }
    }

    /** Returns a tally of the pairs of this one and of another, neither of which is used any more. */
    PairTally plus(PairTally other) {
        if (size == 0) {
            return other;
        }
        other.forEach(this::add);
        other.close();
        return this;
    }

    /** Gives the table's memory back; the tally is empty then. */
    @Override
    public void close() {
        pairs = new long[FEW];
        counts = new long[FEW];
        size = 0;
        if (share != null) {
            share.close();
            share = null;
        }
    }

    /** Returns the tallies of several images as bytes, for {@link #add}. */
    static byte[] write(PairTally... images) {
        int pairs = Arrays.stream(images).mapToInt(PairTally::size).sum();
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(pairs, 3 * Integer.BYTES + Long.BYTES));
        for (int i = 0; i < images.length; i++) {
            int image = i;
            images[i].forEach((truth, prediction, count) ->
                    bytes.putInt(image).putInt(truth).putInt(prediction).putLong(count));
        }
        return bytes.array();
    }

    /** Adds tallies that have been written to those of the same images. */
    static void add(byte[] written, PairTally... images) {
        ByteBuffer bytes = ByteBuffer.wrap(written);
        while (bytes.hasRemaining()) {
            images[bytes.getInt()].add(bytes.getInt(), bytes.getInt(), bytes.getLong());
        }
    }

    /** Tells all pairs that occur, in no order. */
    void forEach(Visitor visitor) {
        for (int i = 0; i < pairs.length; i++) {
            if (counts[i] != 0) {
                visitor.pair((int) (pairs[i] >>> 32), (int) pairs[i], counts[i]);
            }
        }
    }

    private StencilException tooMany() {
        return objects || size <= MOST_CLASS_PAIRS
                ? StencilException.of(
                        "Truth and prediction have more than %,d combinations of labels, so they are no maps of objects, or too large for Java's memory here. Give label maps, or more memory.",
                        size - 1)
                : StencilException.of(
                        "Truth and prediction have more than %,d combinations of labels, as only instance maps have. Give maps of classes, or choose Objects as the kind.",
                        size - 1);
    }

    private static long pair(int truth, int prediction) {
        return (long) truth << 32 | Integer.toUnsignedLong(prediction);
    }

    private static int place(long[] pairs, long[] counts, long pair) {
        long mixed = pair * 0x9E37_79B9_7F4A_7C15L;
        int place = (int) (mixed >>> 32) & (pairs.length - 1);
        while (counts[place] != 0 && pairs[place] != pair) {
            place = (place + 1) & (pairs.length - 1);
        }
        return place;
    }

    private void grow() {
        hold(3L * pairs.length); // the table that is, and one that is twice as large
        long[] morePairs = new long[pairs.length * 2];
        long[] moreCounts = new long[pairs.length * 2];
        for (int i = 0; i < pairs.length; i++) {
            if (counts[i] != 0) {
                int place = place(morePairs, moreCounts, pairs[i]);
                morePairs[place] = pairs[i];
                moreCounts[place] = counts[i];
            }
        }
        pairs = morePairs;
        counts = moreCounts;
        hold(pairs.length);
    }

    private void hold(long places) {
        if (places > SMALL && share == null) {
            share = HeapBudget.usual().share();
        }
        if (share != null && !share.hold(places * PLACE_BYTES)) {
            throw tooMany();
        }
    }
}
