// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.array;

import io.github.stencil.zarr.codec.BadChunkException;
import io.github.stencil.zarr.codec.Crc32cCodec;
import io.github.stencil.zarr.store.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads chunks one after the other; the shard of the last one stays open, so that all chunks of a shard come from one
 * version of its file. For one thread.
 */
final class ChunkCursor implements AutoCloseable {
    private final Store store;
    private final String prefix;
    private final ArrayMetadata array;
    private long[] place = {};
    private byte[] encoded = {};
    private Store.@Nullable Piece shard;
    private @Nullable ByteBuffer index;

    ChunkCursor(Store store, String prefix, ArrayMetadata array) {
        this.store = store;
        this.prefix = prefix;
        this.array = array;
    }

    /**
     * Reads a chunk.
     *
     * @param shardPlace which shard
     * @param within which chunk of the shard, counted with the last axis fastest
     * @return its numbers' bytes; null if it is not stored
     */
    byte @Nullable [] read(long[] shardPlace, int within) throws IOException, BadChunkException {
        if (!java.util.Arrays.equals(place, shardPlace) || place.length == 0) {
            close();
            place = shardPlace.clone();
            shard = store.open(prefix + array.keys().key(shardPlace));
        }
        if (shard == null) {
            return null;
        }
        Sharding sharding = array.sharding();
        if (sharding == null) {
            return decode(shard, 0, shard.size());
        }
        if (index == null) {
            index = readIndex(shard, sharding);
        }
        long offset = index.getLong(within * Sharding.ENTRY_BYTES);
        long length = index.getLong(within * Sharding.ENTRY_BYTES + Long.BYTES);
        if (offset == Sharding.ABSENT && length == Sharding.ABSENT) {
            return null;
        }
        if (offset < 0 || length < 0 || offset > shard.size() - length) {
            throw new BadChunkException("its shard's index points outside the file");
        }
        return decode(shard, offset, length);
    }

    private byte[] decode(Store.Piece piece, long offset, long length) throws IOException, BadChunkException {
        int bytes = array.chunkBytes();
        if (length > Math.min(Integer.MAX_VALUE - 8, array.codec().mostEncoded(bytes))) {
            throw new BadChunkException(
                    "it is stored in %,d bytes, more than its %,d can become".formatted(length, bytes));
        }
        if (encoded.length < length || !array.codec().takesParts()) {
            encoded = new byte[(int) length];
        }
        piece.read(offset, encoded, (int) length);
        return array.codec().decode(encoded, (int) length, bytes);
    }

    private ByteBuffer readIndex(Store.Piece piece, Sharding sharding) throws IOException, BadChunkException {
        int chunks = array.chunksPerShard();
        int length = sharding.indexBytes(chunks);
        if (piece.size() < length) {
            throw new BadChunkException("its shard is shorter than its index");
        }
        byte[] bytes = piece.read(sharding.indexAtEnd() ? piece.size() - length : 0, length);
        if (sharding.checksum()) {
            try {
                bytes = new Crc32cCodec().decode(bytes, length, length);
            } catch (BadChunkException e) {
                throw new BadChunkException("the checksum of its shard's index is wrong", e);
            }
        }
        return ByteBuffer.wrap(bytes).order(sharding.endian());
    }

    @Override
    public void close() throws IOException {
        if (shard != null) {
            shard.close();
        }
        shard = null;
        index = null;
    }
}
