// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.array;

import io.github.stencil.FileTrouble;
import io.github.stencil.StencilException;
import io.github.stencil.image.BoundedCache;
import io.github.stencil.work.HeapBudget;
import io.github.stencil.zarr.codec.BadChunkException;
import io.github.stencil.zarr.store.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** An array in a store, read chunk by chunk. Thread-safe. */
public final class ZarrArray {
    private static final int CACHED_CHUNKS = 8;
    private static final int PARTS_PER_PROCESSOR = 4;
    private static final int SHARE_OF_BUDGET = 4;
    private static final int MOST_TASKS = 1 << 16;
    private static final byte[] ABSENT = {};

    private final Store store;
    private final String path;
    private final ArrayMetadata array;
    private final String metadataKey;
    private final String stamp;
    private final BoundedCache<byte[]> cache;

    /**
     * Creates an array.
     *
     * @param path where it lies in the store, ending in a slash, or empty
     * @param metadataKey the file that {@code array} was read from
     * @param stamp that file's state before it was read
     */
    public ZarrArray(Store store, String path, ArrayMetadata array, String metadataKey, String stamp) {
        this.store = store;
        this.path = path;
        this.array = array;
        this.metadataKey = metadataKey;
        this.stamp = stamp;
        cache = BoundedCache.create(chunk -> chunk.length, (long) CACHED_CHUNKS * array.chunkBytes());
    }

    /** Returns all but the numbers. */
    public ArrayMetadata metadata() {
        return array;
    }

    /** Returns what to call it. */
    public String name() {
        return store.name(path.isEmpty() ? "" : path.substring(0, path.length() - 1));
    }

    /** Says that the store has another name now. */
    public void moved(java.nio.file.Path target) {
        store.moved(target);
    }

    /** A chunk to read: its shard, its number there, and what it covers, clipped to the array. */
    private record Task(Place shard, int within, Box box) {}

    /** A place in the grid of shards; the array is its own. */
    private static final class Place {
        private final long[] indices;

        Place(long... indices) {
            this.indices = indices.clone();
        }
    }

    /**
     * Copies a box of numbers, with several threads.
     *
     * @param block inside the array
     * @param into an array
     * @param strides by how much each axis moves on in {@code into}
     * @param values makes numbers of a chunk's bytes
     * @throws StencilException if a chunk cannot be read or decoded, or the array has changed since it was opened
     */
    public void copy(Box block, Object into, int[] strides, Function<ByteBuffer, ChunkValues> values) {
        for (Box slab : slabs(block)) {
            copySlab(tasks(slab), block, into, strides, values);
        }
    }

    /** Cuts a box between shards where it has so many chunks, as tiny ones, that a list of them would fill the memory. */
    private List<Box> slabs(Box block) {
        ChunkGrid grid = array.grid();
        double chunks = array.chunksPerShard();
        int longest = 0;
        long most = 0;
        for (int d = 0; d < grid.axes(); d++) {
            long shards = (block.min()[d] + block.size()[d] - 1) / grid.shard().get(d)
                    - block.min()[d] / grid.shard().get(d)
                    + 1;
            chunks *= shards;
            longest = shards > most ? d : longest;
            most = Math.max(most, shards);
        }
        if (chunks <= MOST_TASKS || most == 1) {
            return List.of(block);
        }
        long middle = (block.min()[longest] / grid.shard().get(longest) + most / 2)
                * grid.shard().get(longest);
        long[] second = block.min().clone();
        second[longest] = middle;
        int[] before = block.size().clone();
        before[longest] = (int) (middle - block.min()[longest]);
        int[] after = block.size().clone();
        after[longest] -= before[longest];
        List<Box> slabs = new ArrayList<>(slabs(new Box(block.min(), before)));
        slabs.addAll(slabs(new Box(second, after)));
        return slabs;
    }

    private void copySlab(
            List<Task> tasks, Box block, Object into, int[] strides, Function<ByteBuffer, ChunkValues> values) {
        int parts = Math.min(tasks.size(), parts());
        if (parts == 1) {
            copy(tasks, block, into, strides, values);
            return;
        }
        IntStream.range(0, parts).parallel().forEach(part -> {
            int first = (int) ((long) tasks.size() * part / parts);
            int end = (int) ((long) tasks.size() * (part + 1) / parts);
            copy(tasks.subList(first, end), block, into, strides, values);
        });
    }

    /**
     * Several for each processor, so that none waits for one that is held up; fewer, and at most one for each, where the
     * chunks of all processors would not fit into memory together.
     */
    private int parts() {
        int processors = Runtime.getRuntime().availableProcessors();
        long fit = HeapBudget.usual().bytes() / SHARE_OF_BUDGET / Math.max(1, array.chunkBytes());
        return fit < processors ? (int) Math.max(1, fit) : processors * PARTS_PER_PROCESSOR;
    }

    private void copy(
            List<Task> tasks, Box block, Object into, int[] strides, Function<ByteBuffer, ChunkValues> values) {
        try (ChunkCursor cursor = new ChunkCursor(store, path, array)) {
            for (Task task : tasks) {
                byte[] chunk = block.contains(task.box())
                        ? read(cursor, task)
                        : cache.get(number(task), n -> read(cursor, task));
                place(chunk, task, block, into, strides, values);
            }
        } catch (IOException e) {
            throw failed("", e);
        }
    }

    private long number(Task task) {
        return array.grid().number(task.shard().indices) * array.chunksPerShard() + task.within();
    }

    private byte[] read(ChunkCursor cursor, Task task) {
        byte[] chunk;
        try {
            chunk = cursor.read(task.shard().indices, task.within());
        } catch (IOException e) {
            throw failed(array.keys().key(task.shard().indices), e);
        } catch (BadChunkException e) {
            refuseIfChanged();
            throw StencilException.of(
                    e,
                    "The chunk %s of %s cannot be decoded, as %s. Copy the image anew from where it came.",
                    chunkName(task),
                    name(),
                    e.getMessage());
        }
        if (chunk == null) {
            refuseIfChanged();
            return ABSENT;
        }
        return chunk;
    }

    private String chunkName(Task task) {
        String key = array.keys().key(task.shard().indices);
        return array.sharding() == null ? key : "%d in the shard %s".formatted(task.within(), key);
    }

    private void refuseIfChanged() {
        if (!store.stamp(metadataKey).equals(stamp)) {
            throw StencilException.of(
                    "%s was changed or taken away while it was read. Wait until that has ended, and start again.",
                    name());
        }
    }

    private StencilException failed(String key, IOException e) {
        refuseIfChanged();
        return FileTrouble.reading(store.name(path + key), e);
    }

    private List<Task> tasks(Box block) {
        ChunkGrid grid = array.grid();
        int axes = grid.axes();
        int[] perShard = grid.chunksPerShard();
        long[] firstShard = new long[axes];
        long[] lastShard = new long[axes];
        for (int d = 0; d < axes; d++) {
            firstShard[d] = block.min()[d] / grid.shard().get(d);
            lastShard[d] = (block.min()[d] + block.size()[d] - 1) / grid.shard().get(d);
        }
        List<Task> tasks = new ArrayList<>();
        Odometer.run(firstShard, lastShard, shard -> {
            long[] first = new long[axes];
            long[] last = new long[axes];
            for (int d = 0; d < axes; d++) {
                long origin = shard[d] * grid.shard().get(d);
                int chunk = grid.chunk().get(d);
                first[d] = Math.max(0, block.min()[d] - origin) / chunk;
                last[d] = Math.min(perShard[d] - 1, (block.min()[d] + block.size()[d] - 1 - origin) / chunk);
            }
            Place place = new Place(shard);
            Odometer.run(first, last, chunk -> tasks.add(task(place, chunk)));
        });
        return tasks;
    }

    private Task task(Place shard, long... chunk) {
        ChunkGrid grid = array.grid();
        long[] min = new long[chunk.length];
        int[] size = new int[chunk.length];
        for (int d = 0; d < min.length; d++) {
            min[d] = shard.indices[d] * grid.shard().get(d)
                    + chunk[d] * grid.chunk().get(d);
            size[d] = (int) Math.min(grid.chunk().get(d), grid.shape().get(d) - min[d]);
        }
        return new Task(shard, grid.within(chunk), new Box(min, size));
    }

    private void place(
            byte[] chunk, Task task, Box block, Object into, int[] strides, Function<ByteBuffer, ChunkValues> values) {
        boolean absent = chunk == ABSENT;
        ByteBuffer bytes = ByteBuffer.wrap(absent ? array.fillBytes() : chunk)
                .order(array.codec().endian());
        int[] from = absent
                ? new int[strides.length]
                : array.codec().strides(ints(array.grid().chunk()));
        Box common = block.and(task.box());
        int start = common.offsetIn(task.box(), from);
        int at = common.offsetIn(block, strides);
        Odometer.copy(values.apply(bytes), common.size(), start, from, into, at, strides);
    }

    private static int[] ints(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }
}
