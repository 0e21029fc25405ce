// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.array;

import io.github.stencil.StencilException;
import io.github.stencil.work.HeapBudget;
import io.github.stencil.zarr.codec.ChunkCodec;
import io.github.stencil.zarr.codec.DataType;
import io.github.stencil.zarr.codec.Zstandard;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * All of an array but its numbers.
 *
 * @param grid its size, and how it is cut
 * @param type what its numbers are
 * @param fill the bits of the number that absent chunks hold
 * @param codec how chunks are encoded
 * @param sharding how shards are made of chunks; null if each chunk is stored by itself
 * @param keys how shards are called
 * @param names names of the axes, empty where there is none; or no names at all
 */
public record ArrayMetadata(
        ChunkGrid grid,
        DataType type,
        long fill,
        ChunkCodec codec,
        @Nullable Sharding sharding,
        KeyStyle keys,
        List<String> names) {
    private static final int ZSTD_LEVEL = 3;
    private static final int SHARE_OF_BUDGET = 2;
    private static final int LARGEST_INDEX = 1 << 26;
    /** More files than any file system holds. */
    private static final double MOST_FILES = 1L << 32;

    /** Keeps the names as they are now. */
    public ArrayMetadata {
        names = List.copyOf(names);
    }

    /**
     * Returns an array as Stencil writes it: numbers in C order, the least byte first, packed by Zstandard, absent chunks
     * of 0, and shards with an index of their chunks and its checksum at their end.
     *
     * @param grid whose shards, where they are larger than chunks, hold several
     * @param names of the axes, the slowest first; version 2 does not write them
     * @param version of Zarr, 2 or 3
     */
    public static ArrayMetadata usual(ChunkGrid grid, DataType type, List<String> names, int version) {
        List<Integer> order = IntStream.range(0, grid.axes()).boxed().toList();
        return new ArrayMetadata(
                grid,
                type,
                0,
                new ChunkCodec(order, ByteOrder.LITTLE_ENDIAN, List.of(new Zstandard(ZSTD_LEVEL, false))),
                grid.shard().equals(grid.chunk()) ? null : new Sharding(true, ByteOrder.LITTLE_ENDIAN, true),
                new KeyStyle(version == 3, "/"),
                version == 3 ? names : List.of());
    }

    /**
     * Checks that chunks fit into memory, so that a few bytes of metadata cannot ask for all of it.
     *
     * @throws StencilException if not
     */
    ArrayMetadata checked(String where) {
        double bytes = grid.chunkSize() * type.bytes();
        double most = Math.min(Integer.MAX_VALUE - 8, HeapBudget.usual().bytes() / SHARE_OF_BUDGET);
        if (bytes > most) {
            throw StencilException.of(
                    "In %s a chunk of %s takes %,.0f MB, but %,.0f MB are the most that fit here. Allow Java more memory, or store the image in smaller chunks.",
                    where, grid.chunk(), bytes / (1 << 20), most / (1 << 20));
        }
        double index = grid.shardSize() / grid.chunkSize() * Sharding.ENTRY_BYTES;
        if (index > LARGEST_INDEX) {
            throw StencilException.of(
                    "In %s a shard has %,.0f chunks, but %,d are the most that are read here. Store the image in smaller shards.",
                    where, index / Sharding.ENTRY_BYTES, LARGEST_INDEX / Sharding.ENTRY_BYTES);
        }
        double files = 1;
        for (long count : grid.shards()) {
            files *= count;
        }
        if (files > MOST_FILES) {
            throw StencilException.of(
                    "The array of %s has %.0e %s of %s, each a file, too many for any disk. Restore it, or store the image in larger chunks.",
                    where, files, sharding == null ? "chunks" : "shards", grid.shard());
        }
        return this;
    }

    /** Returns how many bytes the numbers of a chunk take. */
    int chunkBytes() {
        return (int) (grid.chunkSize() * type.bytes());
    }

    /** Returns the bytes of the number that absent chunks hold. */
    byte[] fillBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(type.bytes()).order(codec.endian());
        switch (type.bytes()) {
            case 1 -> bytes.put((byte) fill);
            case 2 -> bytes.putShort((short) fill);
            case 4 -> bytes.putInt((int) fill);
            default -> bytes.putLong(fill);
        }
        return bytes.array();
    }

    /** Returns how many chunks a shard has. */
    int chunksPerShard() {
        return (int) (grid.shardSize() / grid.chunkSize());
    }
}
