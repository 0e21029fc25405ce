// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.tiff;

import io.github.stencil.image.picture.JavasReaders;
import io.github.stencil.image.tiff.PixelLayout.Colours;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Strips and tiles that are JPEG pictures (Adobe, TIFF Technical Note 2, 1995), read by Java's own JPEG reader. */
final class JpegPiece {
    private JpegPiece() {}

    static int decode(byte[] piece, TiffPage page, int width, int rows, byte[] out) throws IOException {
        int samples = page.together();
        ImageReader reader = JavasReaders.of("jpeg");
        try (MemoryCacheImageInputStream stream = new MemoryCacheImageInputStream(
                new ByteArrayInputStream(whole(piece, page.packing().tables())))) {
            StringBuilder warnings = new StringBuilder();
            reader.addIIOReadWarningListener((source, warning) -> warnings.append(warning));
            reader.setInput(stream, true, true);
            Raster raster = reader.readRaster(0, null);
            if (!warnings.isEmpty()) {
                throw new IOException(warnings.toString());
            }
            if (raster.getWidth() < width || raster.getHeight() < rows || raster.getNumBands() != samples) {
                throw new IOException("its JPEG picture is %d x %d with %d channels instead of %d x %d with %d"
                        .formatted(raster.getWidth(), raster.getHeight(), raster.getNumBands(), width, rows, samples));
            }
            int[] row = new int[width * samples];
            boolean differences = page.layout().colours() == Colours.YCBCR && samples == 3;
            for (int y = 0; y < rows; y++) {
                raster.getPixels(0, y, width, 1, row);
                for (int i = 0; i < row.length; i++) {
                    out[y * row.length + i] = (byte) row[i];
                }
                if (differences) {
                    colours(row, out, y * row.length);
                }
            }
            return out.length;
        } finally {
            reader.dispose();
        }
    }

    /** Joins what all pieces share, without its end, and a piece, without its start. */
    private static byte[] whole(byte[] piece, ByteBuffer tables) {
        if (tables.limit() < 4) {
            return piece;
        }
        byte[] shared = new byte[tables.limit() - 2];
        tables.get(0, shared);
        ByteArrayOutputStream joined = new ByteArrayOutputStream(shared.length + piece.length);
        joined.write(shared, 0, shared.length);
        joined.write(piece, Math.min(2, piece.length), Math.max(0, piece.length - 2));
        return joined.toByteArray();
    }

    /** Makes red, green and blue of brightness and differences (JFIF 1.02, 1992), rounded as the JPEG group's library does. */
    private static void colours(int[] row, byte[] out, int at) {
        int half = 1 << 15;
        for (int i = 0; i < row.length; i += 3) {
            int y = row[i];
            int blue = row[i + 1] - 128;
            int red = row[i + 2] - 128;
            out[at + i] = bound(y + ((91_881 * red + half) >> 16));
            out[at + i + 1] = bound(y + ((-22_554 * blue - 46_802 * red + half) >> 16));
            out[at + i + 2] = bound(y + ((116_130 * blue + half) >> 16));
        }
    }

    private static byte bound(int value) {
        return (byte) Math.max(0, Math.min(255, value));
    }
}
