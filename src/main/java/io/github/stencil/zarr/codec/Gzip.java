// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Deflate, in the gzip format (RFC 1952) or the zlib format (RFC 1950).
 *
 * @param level 0 (stored) to 9 (smallest); -1 for zlib's own choice
 * @param zlib whether it is zlib's format
 */
public record Gzip(int level, boolean zlib) implements ByteCodec {
    private static final int BUFFER = 1 << 16;

    @Override
    public byte[] encode(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 2 + 64);
        Deflater deflater = new Deflater(level);
        try (OutputStream out = zlib ? new DeflaterOutputStream(bytes, deflater, BUFFER) : gzip(bytes, level)) {
            out.write(plain);
        } catch (IOException e) {
            throw new IllegalStateException(e); // memory does not fail so
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private static OutputStream gzip(OutputStream out, int level) throws IOException {
        return new GZIPOutputStream(out, BUFFER) {
            {
                def.setLevel(level);
            }
        };
    }

    @Override
    public byte[] decode(byte[] encoded, int length, int most) throws BadChunkException {
        try (InputStream in = zlib
                ? new InflaterInputStream(new ByteArrayInputStream(encoded, 0, length))
                : new GZIPInputStream(new ByteArrayInputStream(encoded, 0, length), BUFFER)) {
            byte[] plain = in.readNBytes(most);
            if (in.read() >= 0) {
                throw new BadChunkException("it holds more than the %,d bytes of a chunk".formatted(most));
            }
            return plain;
        } catch (IOException e) {
            throw new BadChunkException(
                    "%s says: %s".formatted(zlib ? "zlib" : "gzip", String.valueOf(e.getMessage())), e);
        }
    }

    @Override
    public long mostEncoded(long plain) {
        return plain + plain / 64 + 1024; // also of programs that store in small blocks
    }
}
