// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.array;

import io.github.stencil.image.ImageSink;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A shard in the making: the bytes of its chunks before they are encoded. Used by one thread at a time. */
final class ShardBuffer {
    private final ArrayMetadata array;
    private final ChunkGrid grid;
    private final long[] place;
    private final Box box;
    private final byte[] @Nullable [] chunks;
    private final int[] strides;
    private long missing;

    /**
     * Creates a shard.
     *
     * @param place where in the grid of shards
     */
    ShardBuffer(ArrayMetadata array, long[] place) {
        this.array = array;
        grid = array.grid();
        this.place = place.clone();
        box = grid.shardBox(place);
        strides = array.codec()
                .strides(grid.chunk().stream().mapToInt(Integer::intValue).toArray());
        chunks = new byte[array.chunksPerShard()][];
        missing = box.numbers();
    }

    /** Returns where in the grid of shards it is. */
    long[] place() {
        return place.clone();
    }

    /** Returns what it covers, clipped to the array. */
    Box box() {
        return box;
    }

    /** Returns whether every number has been set, if none was set twice. */
    boolean isWhole() {
        return missing <= 0;
    }

    /** Takes a chunk's bytes as they are. */
    void set(int within, byte @Nullable [] chunk) {
        chunks[within] = chunk;
    }

    /**
     * Sets numbers.
     *
     * @param block where they belong; what lies outside this shard is left out
     * @param pixels the numbers of the block
     * @param steps by how much each axis moves on in {@code pixels}; 1 for the last
     */
    void set(Box block, ImageSink.Pixels pixels, int... steps) {
        Box common = block.and(box);
        int axes = common.axes();
        long[] first = new long[axes];
        long[] last = new long[axes];
        for (int d = 0; d < axes; d++) {
            first[d] = (common.min()[d] - box.min()[d]) / grid.chunk().get(d);
            last[d] = (common.min()[d] + common.size()[d] - 1 - box.min()[d])
                    / grid.chunk().get(d);
        }
        Odometer.run(first, last, chunk -> setChunk(chunk, common, block, pixels, steps));
        missing -= common.numbers();
    }

    private void setChunk(long[] place, Box wanted, Box block, ImageSink.Pixels pixels, int... steps) {
        int within = grid.within(place);
        byte[] chunk = chunks[within];
        if (chunk == null) {
            chunk = filled();
            chunks[within] = chunk;
        }
        long[] min = new long[place.length];
        int[] size = new int[place.length];
        for (int d = 0; d < min.length; d++) {
            min[d] = box.min()[d] + place[d] * grid.chunk().get(d);
            size[d] = grid.chunk().get(d);
        }
        Box whole = new Box(min, size);
        Box common = whole.and(wanted);
        int lastAxis = min.length - 1;
        int run = common.size()[lastAxis];
        Object line = array.type().createArray(run);
        ByteBuffer bytes = ByteBuffer.wrap(chunk).order(array.codec().endian());
        int[] rows = common.size().clone();
        rows[lastAxis] = 1;
        Lines into = Lines.of(bytes, array.type());
        ChunkValues lines = (from, step, ignored, at, toStep, count) -> {
            for (int i = 0; i < count; i++) {
                pixels.copy(from + i * step, line, 0, run);
                into.put(line, at + i * toStep, strides[lastAxis], run);
            }
        };
        Odometer.copy(
                lines, rows, common.offsetIn(block, steps), steps, chunk, common.offsetIn(whole, strides), strides);
    }

    private byte[] filled() {
        byte[] chunk = new byte[array.chunkBytes()];
        byte[] fill = array.fillBytes();
        for (int i = 0; i < chunk.length && array.fill() != 0; i += fill.length) {
            System.arraycopy(fill, 0, chunk, i, fill.length);
        }
        return chunk;
    }

    /**
     * Encodes the shard.
     *
     * @return its bytes in parts; none if all is the fill value, and nothing need be stored
     */
    List<byte[]> encode() {
        byte[] empty = filled();
        byte[][] encoded = IntStream.range(0, chunks.length)
                .parallel()
                .mapToObj(i -> encode(chunks[i], empty))
                .toArray(byte[][]::new);
        List<byte[]> parts = new ArrayList<>(Arrays.asList(encoded));
        parts.removeIf(part -> part.length == 0);
        Sharding sharding = array.sharding();
        if (sharding == null || parts.isEmpty()) {
            return parts;
        }
        byte[] index = sharding.index(
                Arrays.stream(encoded).mapToInt(chunk -> chunk.length).toArray());
        parts.add(sharding.indexAtEnd() ? parts.size() : 0, index);
        return parts;
    }

    private byte[] encode(byte @Nullable [] chunk, byte[] empty) {
        return chunk == null || Arrays.equals(chunk, empty)
                ? new byte[0]
                : array.codec().encode(chunk);
    }

    /** Returns how many bytes it holds at most. */
    long mostBytes() {
        return (long) array.chunkBytes() * chunks.length;
    }
}
