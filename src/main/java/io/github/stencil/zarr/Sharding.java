package io.github.stencil.zarr;

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
}
