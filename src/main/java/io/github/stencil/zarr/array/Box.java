// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.array;

import java.util.stream.IntStream;

/** A box of an array's numbers. The arrays that it gives out are its own and must not be changed. */
public final class Box {
    private final long[] min;
    private final int[] size;

    /**
     * Creates a box.
     *
     * @param min its first place
     * @param size its size, by axis
     */
    public Box(long[] min, int... size) {
        this.min = min.clone();
        this.size = size.clone();
    }

    /** Returns its first place. */
    long[] min() {
        return min;
    }

    /** Returns its size, by axis. */
    int[] size() {
        return size;
    }

    /** Returns how many axes there are. */
    int axes() {
        return size.length;
    }

    /** Returns whether all of another box lies in this one. */
    boolean contains(Box other) {
        return IntStream.range(0, min.length)
                .allMatch(d -> other.min[d] >= min[d] && other.min[d] + other.size[d] <= min[d] + size[d]);
    }

    /** Returns what lies in both boxes; they must meet. */
    Box and(Box other) {
        long[] first = new long[min.length];
        int[] common = new int[min.length];
        for (int d = 0; d < first.length; d++) {
            first[d] = Math.max(min[d], other.min[d]);
            common[d] = (int) (Math.min(min[d] + size[d], other.min[d] + other.size[d]) - first[d]);
        }
        return new Box(first, common);
    }

    /** Returns how many numbers it has. */
    long numbers() {
        return IntStream.of(size).asLongStream().reduce(1, (a, b) -> a * b);
    }

    /** Returns the place where this box begins in an array that holds another, with steps by axis. */
    int offsetIn(Box other, int... strides) {
        int offset = 0;
        for (int d = 0; d < strides.length; d++) {
            offset += (int) (min[d] - other.min[d]) * strides[d];
        }
        return offset;
    }
}
