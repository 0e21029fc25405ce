// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.array;

import io.github.stencil.FileTrouble;
import io.github.stencil.StencilException;
import io.github.stencil.image.ImageSink;
import io.github.stencil.work.HeapBudget;
import io.github.stencil.work.HeapShare;
import io.github.stencil.zarr.codec.BadChunkException;
import io.github.stencil.zarr.store.FolderStore;
import io.github.stencil.zarr.store.StoreWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Writes an array shard by shard. Shards that a block covers are encoded and written at once; others wait in memory for
 * what is missing, or, where too many wait, are written as they are and read again later. Safe for several threads that
 * write different numbers; safe for several processes whose blocks are whole shards.
 */
public final class ArrayWriter {
    private static final long SHARE_OF_BUDGET = 4;

    private final StoreWriter store;
    private final String path;
    private final ArrayMetadata array;
    private final Map<Long, ShardBuffer> waiting = new LinkedHashMap<>();
    private final HeapShare share = HeapBudget.usual().share();
    private final long most;

    /**
     * Creates a writer.
     *
     * @param path where the array lies, ending in a slash, or empty
     */
    public ArrayWriter(StoreWriter store, String path, ArrayMetadata array) {
        this(store, path, array, HeapBudget.usual().bytes() / SHARE_OF_BUDGET);
    }

    /** Creates a writer that keeps at most so many bytes of shards waiting, or one shard. */
    public ArrayWriter(StoreWriter store, String path, ArrayMetadata array, long most) {
        this.most = most;
        this.store = store;
        this.path = path;
        this.array = array;
    }

    /**
     * Writes a block.
     *
     * @param block inside the array
     * @param pixels its numbers, in arrays of Java's type of the same size
     * @param steps by how much each axis moves on in {@code pixels}; 1 for the last
     * @throws StencilException if a shard cannot be written, or what is stored of it cannot be decoded
     */
    public void write(Box block, ImageSink.Pixels pixels, int... steps) {
        ChunkGrid grid = array.grid();
        long[] first = new long[grid.axes()];
        long[] last = new long[grid.axes()];
        for (int d = 0; d < grid.axes(); d++) {
            first[d] = block.min()[d] / grid.shard().get(d);
            last[d] = (block.min()[d] + block.size()[d] - 1) / grid.shard().get(d);
        }
        List<long[]> shards = new ArrayList<>();
        Odometer.run(first, last, place -> shards.add(place.clone()));
        IntStream.range(0, shards.size()).parallel().forEach(i -> write(shards.get(i), block, pixels, steps));
    }

    private void write(long[] place, Box block, ImageSink.Pixels pixels, int... steps) {
        if (block.contains(array.grid().shardBox(place))) {
            ShardBuffer shard = new ShardBuffer(array, place);
            shard.set(block, pixels, steps);
            store(shard);
            return;
        }
        long number = array.grid().number(place);
        ShardBuffer whole = null;
        synchronized (waiting) {
            ShardBuffer shard = waiting.computeIfAbsent(number, n -> begun(place));
            shard.set(block, pixels, steps);
            if (shard.isWhole()) {
                waiting.remove(number);
                whole = shard;
            }
            Iterator<ShardBuffer> eldest = waiting.values().iterator();
            share.want(Math.min(most, waiting.size() * shard.mostBytes()));
            while (waiting.size() > 1 && waiting.size() * shard.mostBytes() > share.bytes()) {
                store(eldest.next()); // written inside the lock, so that nobody begins it anew meanwhile
                eldest.remove();
            }
        }
        if (whole != null) {
            store(whole);
        }
    }

    /**
     * Writes what waits.
     *
     * @throws StencilException if it cannot be written
     */
    public void flush() {
        synchronized (waiting) {
            waiting.values().forEach(this::store);
            waiting.clear();
            share.want(0);
        }
    }

    /** Returns a shard with what has been stored of it. */
    private ShardBuffer begun(long[] place) {
        ShardBuffer shard = new ShardBuffer(array, place);
        FolderStore there = new FolderStore(store.folder());
        try (ChunkCursor cursor = new ChunkCursor(there, path, array)) {
            for (int within = 0; within < array.chunksPerShard(); within++) {
                shard.set(within, cursor.read(place, within));
            }
        } catch (IOException e) {
            throw FileTrouble.writing(store.folder().resolve(path), e);
        } catch (BadChunkException e) {
            throw StencilException.of(
                    e,
                    "The chunk %s of %s cannot be decoded, as %s. Delete it and start anew.",
                    array.keys().key(place),
                    store.folder().resolve(path),
                    e.getMessage());
        }
        return shard;
    }

    private void store(ShardBuffer shard) {
        List<byte[]> parts = shard.encode();
        String key = path + array.keys().key(shard.place());
        if (parts.isEmpty()) {
            store.delete(key);
        } else {
            store.write(key, parts);
        }
    }

    /** Returns the steps of a block whose numbers lie in the array's order, the last axis fastest. */
    static int[] steps(int... size) {
        int[] steps = new int[size.length];
        Arrays.fill(steps, 1);
        for (int d = size.length - 2; d >= 0; d--) {
            steps[d] = steps[d + 1] * size[d + 1];
        }
        return steps;
    }
}
