// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.array;

import io.github.stencil.StencilException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How an array is cut: into shards, and these into chunks. Where there are no shards, each shard is one chunk. Shards at
 * the edge reach beyond the array.
 *
 * @param shape the array's size by axis, the slowest first
 * @param shard a shard's size, a multiple of the chunk's
 * @param chunk a chunk's size
 */
public record ChunkGrid(List<Integer> shape, List<Integer> shard, List<Integer> chunk) {
    private static final int MOST_AXES = 16;

    /** Keeps the sizes as they are now. */
    public ChunkGrid {
        shape = List.copyOf(shape);
        shard = List.copyOf(shard);
        chunk = List.copyOf(chunk);
    }

    /**
     * Checks sizes that a file tells.
     *
     * @throws StencilException if they are not positive, too large, or do not fit each other
     */
    static ChunkGrid of(long[] shape, long[] shard, long[] chunk, String where) {
        if (shape.length == 0 || shape.length > MOST_AXES) {
            throw StencilException.of(
                    "The array of %s has %d axes but must have 1 to %d. Choose another one.",
                    where, shape.length, MOST_AXES);
        }
        List<Integer> whole = sizes("shape", shape, where);
        List<Integer> outer = sizes("chunk shape", shard, where);
        List<Integer> inner = sizes("chunk shape", chunk, where);
        if (outer.size() != whole.size() || inner.size() != whole.size()) {
            throw StencilException.of(
                    "In %s the chunk shape %s has not as many axes as the shape %s. Restore it.",
                    where, outer.size() == whole.size() ? inner : outer, whole);
        }
        for (int d = 0; d < whole.size(); d++) {
            if (outer.get(d) % inner.get(d) != 0) {
                throw StencilException.of(
                        "In %s the shards of %s are no multiples of the chunks of %s. Restore it.",
                        where, outer, inner);
            }
        }
        return new ChunkGrid(whole, outer, inner);
    }

    private static List<Integer> sizes(String what, long[] sizes, String where) {
        for (long size : sizes) {
            if (size < 1 || size > Integer.MAX_VALUE) {
                throw StencilException.of(
                        "In %s the %s is %s, but sizes must be from 1 to %,d. Restore it, or choose another image.",
                        where, what, Arrays.toString(sizes), Integer.MAX_VALUE);
            }
        }
        return Arrays.stream(sizes).mapToObj(size -> (int) size).toList();
    }

    /** Returns how many axes there are. */
    int axes() {
        return shape.size();
    }

    /** Returns how many numbers a chunk has; more than an int holds if it is absurd. */
    double chunkSize() {
        return product(chunk);
    }

    /** Returns how many numbers a shard has; more than an int holds if it is absurd. */
    double shardSize() {
        return product(shard);
    }

    private static double product(List<Integer> sizes) {
        return sizes.stream().mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b);
    }

    /** Returns how many chunks a shard has along each axis. */
    int[] chunksPerShard() {
        return IntStream.range(0, axes()).map(d -> shard.get(d) / chunk.get(d)).toArray();
    }

    /** Returns how many shards there are along each axis. */
    long[] shards() {
        return IntStream.range(0, axes())
                .mapToLong(d -> (shape.get(d) + (long) shard.get(d) - 1) / shard.get(d))
                .toArray();
    }

    /** Returns the number of a shard by its place, counted with the last axis fastest; the places are below 2^63 in all. */
    long number(long... place) {
        return number(shards(), place);
    }

    /** Returns what a shard covers, clipped to the array. */
    Box shardBox(long... place) {
        long[] min = new long[place.length];
        int[] size = new int[place.length];
        for (int d = 0; d < min.length; d++) {
            min[d] = place[d] * shard.get(d);
            size[d] = (int) Math.min(shard.get(d), shape.get(d) - min[d]);
        }
        return new Box(min, size);
    }

    /** Returns the number of a chunk in its shard by its place there, counted with the last axis fastest. */
    int within(long... place) {
        return (int) number(Arrays.stream(chunksPerShard()).asLongStream().toArray(), place);
    }

    /** Returns the number of a place in a grid, counted with the last axis fastest. */
    private static long number(long[] counts, long... place) {
        long number = 0;
        for (int d = 0; d < place.length; d++) {
            number = number * counts[d] + place[d];
        }
        return number;
    }
}
