// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.codec;

import java.nio.ByteOrder;
import java.util.List;

/**
 * How the numbers of a chunk become bytes: brought into an order, written in a byte order, encoded.
 *
 * @param order the array's axes in the order in which the chunk has them, the slowest first
 * @param endian which byte of a number comes first
 * @param bytes what is then done to the bytes, in that order
 */
public record ChunkCodec(List<Integer> order, ByteOrder endian, List<ByteCodec> bytes) {
    /** Keeps the lists as they are now. */
    public ChunkCodec {
        order = List.copyOf(order);
        bytes = List.copyOf(bytes);
    }

    /** Encodes the numbers of a chunk. */
    public byte[] encode(byte[] plain) {
        byte[] encoded = plain;
        for (ByteCodec codec : bytes) {
            encoded = codec.encode(encoded);
        }
        return encoded;
    }

    /**
     * Decodes a chunk.
     *
     * @param stored how many bytes of the array it is
     * @param length how many bytes it must become
     * @return so many bytes; the array that was given only if it has that length and nothing is encoded
     */
    public byte[] decode(byte[] encoded, int stored, int length) throws BadChunkException {
        byte[] plain = encoded;
        int size = stored;
        for (int i = bytes.size() - 1; i >= 0; i--) {
            plain = bytes.get(i).decode(plain, size, (int) Math.min(Integer.MAX_VALUE - 8, mostEncoded(length, i)));
            size = plain.length;
        }
        if (size != length) {
            throw new BadChunkException("it holds %,d bytes where a chunk has %,d".formatted(size, length));
        }
        return plain;
    }

    /** Returns whether a decoder does not mind bytes behind those of the chunk, so that an array can be used again. */
    public boolean takesParts() {
        return !bytes.isEmpty() && !(bytes.get(bytes.size() - 1) instanceof BloscCodec);
    }

    /** Returns the most bytes that a chunk of so many can become. */
    public long mostEncoded(int length) {
        return mostEncoded(length, bytes.size());
    }

    private long mostEncoded(int length, int steps) {
        long most = length;
        for (int i = 0; i < steps; i++) {
            most = bytes.get(i).mostEncoded(most);
        }
        return most;
    }

    /** Returns by how many numbers each of the array's axes moves on in a chunk of this shape. */
    public int[] strides(int... chunk) {
        int[] strides = new int[chunk.length];
        int stride = 1;
        for (int i = chunk.length - 1; i >= 0; i--) {
            strides[order.get(i)] = stride;
            stride *= chunk[order.get(i)];
        }
        return strides;
    }
}
