// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.picture;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** BMP files (Microsoft, Windows bitmaps): a head that tells where the rows are, which are mostly not packed. */
final class BmpFile {
    private static final int HEAD = 34;
    private static final int OLD = 12;

    private BmpFile() {}

    static void check(Path file) throws IOException {
        byte[] head;
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            head = in.readNBytes(HEAD);
        }
        if (head.length < HEAD) {
            throw new EOFException();
        }
        ByteBuffer bytes = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        boolean old = bytes.getInt(14) == OLD;
        long start = Integer.toUnsignedLong(bytes.getInt(10));
        long width = old ? bytes.getShort(18) & 0xffff : bytes.getInt(18);
        long height = old ? bytes.getShort(20) & 0xffff : Math.abs((long) bytes.getInt(22));
        int bits = old ? bytes.getShort(24) : bytes.getShort(28);
        int packing = old ? 0 : bytes.getInt(30);
        boolean packed = packing == 1 || packing == 2;
        long told = Integer.toUnsignedLong(bytes.getInt(2));
        long needed = packed ? told : start + (width * bits + 31) / 32 * 4 * height;
        if (width < 1 || height < 1 || bits < 1) {
            throw new IOException("it is " + width + " x " + height + " of " + bits + " bits");
        }
        if (Files.size(file) < needed) {
            throw new EOFException();
        }
    }
}
