// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.picture;

import ij.process.ByteProcessor;
import ij.process.LUT;
import io.github.stencil.StencilException;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.stream.FileImageInputStream;

/** PNG files whose pixels are places in a colour table, which a transparent colour does not change. */
public final class IndexedPng {
    private static final int COLOURS = 256;

    private IndexedPng() {}

    /** Returns whether a file is one. */
    public static boolean isOne(Path file) {
        return PictureFiles.isPng(file) && PngFile.isIndexed(file);
    }

    /**
     * Reads the places in the colour table, with the table.
     *
     * @throws StencilException if the file cannot be read
     */
    public static ByteProcessor read(Path file) {
        try (FileImageInputStream stream = new FileImageInputStream(file.toFile())) {
            var reader = JavasReaders.of("png");
            try {
                reader.setInput(stream, true, true);
                BufferedImage image = reader.read(0);
                ByteProcessor places = new ByteProcessor(image.getWidth(), image.getHeight());
                int[] row = new int[image.getWidth()];
                byte[] pixels = (byte[]) places.getPixels();
                for (int y = 0; y < image.getHeight(); y++) {
                    image.getRaster().getSamples(0, y, row.length, 1, 0, row);
                    for (int x = 0; x < row.length; x++) {
                        pixels[y * row.length + x] = (byte) row[x];
                    }
                }
                if (image.getColorModel() instanceof IndexColorModel table) {
                    places.setColorModel(opaque(table));
                }
                return places;
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            throw StencilException.of(
                    e, "%s is damaged (%s). Copy or export it again.", file, String.valueOf(e.getMessage()));
        }
    }

    private static LUT opaque(IndexColorModel table) {
        byte[] red = new byte[COLOURS];
        byte[] green = new byte[COLOURS];
        byte[] blue = new byte[COLOURS];
        for (int i = 0; i < table.getMapSize(); i++) {
            red[i] = (byte) table.getRed(i);
            green[i] = (byte) table.getGreen(i);
            blue[i] = (byte) table.getBlue(i);
        }
        return new LUT(red, green, blue);
    }
}
