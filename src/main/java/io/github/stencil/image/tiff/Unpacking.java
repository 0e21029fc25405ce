// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.tiff;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Unpacks the bytes of strips and tiles. Each returns how many bytes were put out. */
final class Unpacking {
    private Unpacking() {}

    /** Runs of bytes as Apple's PackBits has them. */
    static int packBits(byte[] in, byte[] out) {
        int at = 0;
        for (int from = 0; from < in.length && at < out.length; ) {
            int head = in[from++];
            if (head >= 0) {
                int count = Math.min(head + 1, Math.min(in.length - from, out.length - at));
                System.arraycopy(in, from, out, at, count);
                from += head + 1;
                at += count;
            } else if (head != -128 && from < in.length) {
                int end = Math.min(out.length, at + 1 - head);
                java.util.Arrays.fill(out, at, end, in[from++]);
                at = end;
            }
        }
        return at;
    }

    /** RFC 1950, its checksum included. */
    static int deflate(byte[] in, byte[] out) throws IOException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(in);
            int at = 0;
            while (at < out.length && !inflater.finished() && !inflater.needsInput() && !inflater.needsDictionary()) {
                at += inflater.inflate(out, at, out.length - at);
            }
            byte[] surplus = new byte[512];
            while (at == out.length && !inflater.finished()) {
                if (inflater.inflate(surplus) == 0 && !inflater.finished()) {
                    break; // the checksum is cut off, but no pixel
                }
            }
            return at;
        } catch (DataFormatException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        } finally {
            inflater.end();
        }
    }

    /** RFC 8878. */
    static int zstandard(byte[] in, byte[] out) throws IOException {
        try (ZstdInputStream stream = new ZstdInputStream(new ByteArrayInputStream(in))) {
            return stream.readNBytes(out, 0, out.length);
        } catch (LinkageError e) {
            throw new IOException("Zstandard cannot be unpacked on this computer", e);
        }
    }
}
