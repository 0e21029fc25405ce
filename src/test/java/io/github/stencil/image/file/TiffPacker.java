// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.Deflater;

/** Packs the strips of a TIFF file that ImageJ wrote, one per page, and leaves all else as it is. */
final class TiffPacker {
    private TiffPacker() {}

    static void pack(Path plain, Path packed) throws IOException {
        byte[] file = Files.readAllBytes(plain);
        ByteBuffer bytes = ByteBuffer.wrap(file).order(file[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        ByteArrayOutputStream behind = new ByteArrayOutputStream();
        for (int at = bytes.getInt(4); at != 0; ) {
            int fields = bytes.getShort(at);
            byte[] strip = new byte[0];
            int offset = 0;
            for (int pass = 0; pass < 3; pass++) {
                for (int i = 0; i < fields; i++) {
                    int entry = at + 2 + 12 * i;
                    int tag = bytes.getShort(entry);
                    if (pass == 0 && tag == 273) {
                        offset = bytes.getInt(entry + 8);
                    } else if (pass == 1 && tag == 279) {
                        strip = squeeze(file, offset, bytes.getInt(entry + 8));
                        bytes.putInt(entry + 8, strip.length);
                    } else if (pass == 2 && tag == 273) {
                        bytes.putInt(entry + 8, file.length + behind.size());
                    } else if (pass == 1 && tag == 259) {
                        bytes.putShort(entry + 8, (short) 8);
                    }
                }
            }
            behind.writeBytes(strip);
            at = bytes.getInt(at + 2 + 12 * fields);
        }
        Files.write(packed, file);
        Files.write(packed, behind.toByteArray(), StandardOpenOption.APPEND);
    }

    private static byte[] squeeze(byte[] file, int at, int length) {
        Deflater deflater = new Deflater();
        deflater.setInput(Arrays.copyOfRange(file, at, at + length));
        deflater.finish();
        byte[] packed = new byte[length + 100];
        int size = deflater.deflate(packed);
        deflater.end();
        return Arrays.copyOf(packed, size);
    }
}
