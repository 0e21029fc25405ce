// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.array;

import io.github.stencil.zarr.codec.Crc32cCodec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How chunks are packed into shards.
 *
 * @param indexAtEnd whether the index of the chunks lies behind them
 * @param endian byte order of the index
 * @param checksum whether a CRC32C follows the index
 */
record Sharding(boolean indexAtEnd, ByteOrder endian, boolean checksum) {
    /** An offset and a length, of 8 bytes each. */
    static final int ENTRY_BYTES = 16;
    /** Offset and length of a chunk that is not there. */
    static final long ABSENT = -1;

    /** Returns how many bytes the index of so many chunks takes. */
    int indexBytes(int chunks) {
        return Math.addExact(Math.multiplyExact(chunks, ENTRY_BYTES), checksum ? 4 : 0);
    }

    /**
     * Makes the index of chunks that lie one behind the other.
     *
     * @param lengths how many bytes each chunk is stored in; 0 for one that is not there
     * @return offset and length of each chunk, and the checksum if there is one
     */
    byte[] index(int... lengths) {
        ByteBuffer index = ByteBuffer.allocate(Math.multiplyExact(lengths.length, ENTRY_BYTES))
                .order(endian);
        long at = indexAtEnd ? 0 : indexBytes(lengths.length);
        for (int length : lengths) {
            index.putLong(length == 0 ? ABSENT : at);
            index.putLong(length == 0 ? ABSENT : length);
            at += length;
        }
        return checksum ? new Crc32cCodec().encode(index.array()) : index.array();
    }
}
