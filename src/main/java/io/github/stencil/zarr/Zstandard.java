package io.github.stencil.zarr;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;

/**
 * Zstandard (RFC 8878).
 *
 * @param level -131072 (fastest) to 22 (smallest)
 * @param checksum whether frames end with a checksum
 */
record Zstandard(int level, boolean checksum) implements ByteCodec {

    @Override
    public byte[] encode(byte[] plain) {
        try (ZstdCompressCtx context = Natives.load("zstd", ZstdCompressCtx::new)) {
            return context.setLevel(level).setChecksum(checksum).compress(plain);
        }
    }

    @Override
    public byte[] decode(byte[] encoded, int most) throws BadChunkException {
        byte[] plain = new byte[most];
        try (ZstdDecompressCtx context = Natives.load("zstd", ZstdDecompressCtx::new)) {
            int length = context.decompressByteArray(plain, 0, most, encoded, 0, encoded.length);
            return length == most ? plain : Arrays.copyOf(plain, length);
        } catch (ZstdException e) {
            throw new BadChunkException("zstd says: " + e.getMessage());
        }
    }

    @Override
    public long mostEncoded(long plain) {
        return plain + plain / 128 + 1024;
    }
}
