// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.codec;

import com.scalableminds.bloscjava.Blosc;
import io.github.stencil.StencilException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Blosc, a container of blocks that are shuffled and compressed.
 *
 * @param compressor what compresses the blocks
 * @param level 0 (stored) to 9 (smallest)
 * @param shuffle how bytes or bits of neighbouring numbers are brought together first
 * @param typeSize how many bytes a number takes
 * @param blockSize bytes of a block, 0 for Blosc's own choice
 */
public record BloscCodec(Blosc.Compressor compressor, int level, Blosc.Shuffle shuffle, int typeSize, int blockSize)
        implements ByteCodec {
    /** Bytes of the header: versions, flags, type size, then the sizes of the data, of a block and of the whole. */
    private static final int HEADER = 16;

    private static final int DATA_SIZE_AT = 4;
    private static final int WHOLE_SIZE_AT = 12;

    @Override
    public byte[] encode(byte[] plain) {
        return Natives.load("blosc", () -> Blosc.compress(plain, typeSize, compressor, level, shuffle, blockSize, 1));
    }

    @Override
    public byte[] decode(byte[] encoded, int length, int most) throws BadChunkException {
        if (length < HEADER) {
            throw new BadChunkException("it is shorter than a Blosc header");
        }
        ByteBuffer header = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
        int data = header.getInt(DATA_SIZE_AT);
        int whole = header.getInt(WHOLE_SIZE_AT);
        if (data < 0 || data > most) {
            throw new BadChunkException("its Blosc header tells of %,d bytes where there can be %,d"
                    .formatted(Integer.toUnsignedLong(data), most));
        }
        if (whole != length) {
            throw new BadChunkException("its Blosc header tells of %,d stored bytes but there are %,d"
                    .formatted(Integer.toUnsignedLong(whole), length));
        }
        if (data == 0) {
            return new byte[0];
        }
        byte[] plain;
        try {
            plain = Natives.load("blosc", () -> Blosc.decompress(exactly(encoded, length), 1));
        } catch (StencilException e) {
            throw e;
        } catch (RuntimeException e) { // all that the library throws
            throw new BadChunkException("blosc says: " + e.getMessage(), e);
        }
        if (plain.length != data) {
            throw new BadChunkException("blosc made %,d bytes of it instead of %,d".formatted(plain.length, data));
        }
        return plain;
    }

    /** Blosc takes whole arrays only. */
    private static byte[] exactly(byte[] encoded, int length) {
        return encoded.length == length ? encoded : Arrays.copyOf(encoded, length);
    }

    @Override
    public long mostEncoded(long plain) {
        return plain + HEADER;
    }
}
