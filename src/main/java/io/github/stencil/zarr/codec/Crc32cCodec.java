// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** A checksum at the end, CRC32C (RFC 3720), 4 bytes with the lowest first. */
public record Crc32cCodec() implements ByteCodec {
    private static final int BYTES = 4;

    @Override
    public byte[] encode(byte[] plain) {
        byte[] encoded = Arrays.copyOf(plain, plain.length + BYTES);
        ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN).putInt(plain.length, checksum(plain, plain.length));
        return encoded;
    }

    @Override
    public byte[] decode(byte[] encoded, int length, int most) throws BadChunkException {
        int plain = length - BYTES;
        if (plain < 0) {
            throw new BadChunkException("it is shorter than its checksum");
        }
        if (plain > most) {
            throw new BadChunkException("it holds more than the %,d bytes of a chunk".formatted(most));
        }
        int stored = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN).getInt(plain);
        if (stored != checksum(encoded, plain)) {
            throw new BadChunkException("its checksum is wrong");
        }
        return Arrays.copyOf(encoded, plain);
    }

    @Override
    public long mostEncoded(long plain) {
        return plain + BYTES;
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
