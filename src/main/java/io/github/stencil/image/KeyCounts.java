// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * How often each whole number from 0 to 65,535 occurs, and so which one has a place among all of them, sorted. Numbers of
 * 32 bits are found by their upper half, and then, in other counts, by the lower half of those that share it: a radix
 * selection. Counts lie in pages that come to be when a number falls into them.
 */
public final class KeyCounts {
    /** How many counts a page has. */
    public static final int PAGE = 256;

    private final long[][] pages = new long[PAGE][];
    private final Supplier<long[]> create;

    /**
     * Creates empty counts.
     *
     * @param create makes a page of {@link #PAGE} zeros, or throws where there is no memory for it
     */
    public KeyCounts(Supplier<long[]> create) {
        this.create = create;
    }

    /** Returns counts from 0 on, at most 65,536 and whole pages of them, that were counted in an array, which is faster. */
    public static KeyCounts of(long... counted) {
        KeyCounts counts = new KeyCounts(() -> new long[PAGE]);
        for (int key = 0; key < counted.length; key += PAGE) {
            counts.pages[key / PAGE] = Arrays.copyOfRange(counted, key, key + PAGE);
        }
        return counts;
    }

    /** Returns a float's bits so that they rise, unsigned, with its value; 0 comes after -0. */
    public static int key(float value) {
        int bits = Float.floatToRawIntBits(value);
        return bits < 0 ? ~bits : bits | Integer.MIN_VALUE;
    }

    /** Returns the float with a {@link #key}. */
    public static float value(int key) {
        return Float.intBitsToFloat(key < 0 ? key & Integer.MAX_VALUE : ~key);
    }

    /** Counts a number. */
    public void add(int key) {
        long[] page = pages[key >>> 8];
        if (page == null) {
            page = create.get();
            pages[key >>> 8] = page;
        }
        page[key & 0xff]++;
    }

    /** Returns how often a number occurs. */
    public long count(int key) {
        long[] page = pages[key >>> 8];
        return page == null ? 0 : page[key & 0xff];
    }

    /** Returns how many are less than a number; for 65,536, how many there are. */
    public long below(int key) {
        long passed = 0;
        for (int k = 0; k < key; k++) {
            passed += count(k);
        }
        return passed;
    }

    /**
     * Returns the number at a place among all, sorted, from 0.
     *
     * @throws IndexOutOfBoundsException if there are fewer
     */
    public int find(long place) {
        long passed = 0;
        for (int key = 0; key < PAGE * PAGE; key++) {
            passed += count(key);
            if (passed > place) {
                return key;
            }
        }
        throw new IndexOutOfBoundsException("place " + place + " of " + passed);
    }
}
