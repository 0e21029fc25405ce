// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.codec;

/** Turns bytes into other bytes, and back. Thread-safe. */
public interface ByteCodec {

    /** Encodes bytes; what is given may be given back. */
    byte[] encode(byte[] plain);

    /**
     * Decodes bytes.
     *
     * @param length how many bytes of the array they are; the rest is anything
     * @param most how many bytes at most are wanted; no more are ever made
     * @return at most so many bytes, in an array of that length
     * @throws BadChunkException if the bytes are no such encoding, or of more bytes than that
     */
    byte[] decode(byte[] encoded, int length, int most) throws BadChunkException;

    /** Returns the most bytes that so many can become. */
    long mostEncoded(long plain);
}
