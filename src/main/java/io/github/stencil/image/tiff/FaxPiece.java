// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.tiff;

import io.github.stencil.image.picture.JavasReaders;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Strips of black and white in a fax machine's code, read by Java's own TIFF reader as a file of one strip. */
final class FaxPiece {
    private static final int FIELDS = 10;

    private FaxPiece() {}

    static int decode(byte[] piece, TiffPage page, int width, int rows, byte[] out) throws IOException {
        ImageReader reader = JavasReaders.of("tiff");
        try (MemoryCacheImageInputStream stream =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(file(piece, page, width, rows)))) {
            StringBuilder warnings = new StringBuilder();
            reader.addIIOReadWarningListener((source, warning) -> warnings.append(warning));
            reader.setInput(stream, false, true);
            Raster raster = reader.read(0).getRaster();
            if (!warnings.isEmpty()) {
                throw new IOException(warnings.toString());
            }
            int rowBytes = (width + 7) / 8;
            int[] row = new int[width];
            for (int y = 0; y < rows; y++) {
                raster.getSamples(0, y, width, 1, 0, row);
                for (int x = 0; x < width; x++) {
                    out[y * rowBytes + x / 8] |= (byte) (row[x] << (7 - x % 8));
                }
            }
            return out.length;
        } finally {
            reader.dispose();
        }
    }

    private static byte[] file(byte[] piece, TiffPage page, int width, int rows) {
        Packing packing = page.packing();
        int start = 8 + 2 + 12 * FIELDS + 4;
        ByteBuffer file = ByteBuffer.allocate(start + piece.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8).putShort((short) FIELDS);
        field(file, 256, width);
        field(file, 257, rows);
        field(file, 258, 1);
        field(file, 259, packing.compression().code());
        field(file, 262, 1); // else Java's reader would invert
        field(file, 266, packing.reversed() ? 2 : 1);
        field(file, 273, start);
        field(file, 278, rows);
        field(file, 279, piece.length);
        field(file, packing.compression() == Compression.CCITT_T6 ? 293 : 292, packing.fax());
        return file.putInt(0).put(piece).array();
    }

    private static void field(ByteBuffer file, int tag, long value) {
        boolean small = tag == 258
                || tag == 259
                || tag == 262
                || tag == 266; // which Java's reader overlooks as numbers of 4 bytes
        file.putShort((short) tag).putShort((short) (small ? 3 : 4)).putInt(1).putInt((int) value);
    }
}
