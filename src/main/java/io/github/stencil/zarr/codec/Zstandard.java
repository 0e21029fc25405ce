// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;

/**
 * Zstandard (RFC 8878). A chunk of several frames is read if its first one does not tell its size.
 *
 * @param level -131072 (fastest) to 22 (smallest)
 * @param checksum whether frames end with a checksum
 */
public record Zstandard(int level, boolean checksum) implements ByteCodec {

    @Override
    public byte[] encode(byte[] plain) {
        try (ZstdCompressCtx context = Natives.load("zstd", ZstdCompressCtx::new)) {
            return context.setLevel(level).setChecksum(checksum).compress(plain);
        }
    }

    @Override
    public byte[] decode(byte[] encoded, int length, int most) throws BadChunkException {
        if (length == 0) {
            throw new BadChunkException("it is empty");
        }
        long told = Natives.load("zstd", () -> Zstd.getFrameContentSize(encoded, 0, length));
        if (told > most) {
            throw new BadChunkException(
                    "its zstd header tells of %,d bytes where there can be %,d".formatted(told, most));
        }
        boolean one = told > 0 && told < most; // else it is of this size, of unknown size, or of several frames
        byte[] plain = new byte[one ? (int) told : most];
        try (ZstdDecompressCtx context = Natives.load("zstd", ZstdDecompressCtx::new)) {
            int made = context.decompressByteArray(plain, 0, plain.length, encoded, 0, length);
            return made == plain.length ? plain : Arrays.copyOf(plain, made);
        } catch (ZstdException e) {
            throw new BadChunkException("zstd says: " + e.getMessage(), e);
        }
    }

    @Override
    public long mostEncoded(long plain) {
        return plain + plain / 128 + 1024;
    }
}
