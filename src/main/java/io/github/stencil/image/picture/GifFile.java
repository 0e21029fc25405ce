// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.picture;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** GIF files (CompuServe, GIF89a, 1990): blocks up to one that ends the file. */
final class GifFile {
    private static final int HEAD = 6;
    private static final int IMAGE = 0x2c;
    private static final int EXTENSION = 0x21;
    private static final int END = 0x3b;

    private GifFile() {}

    static void check(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            in.skipNBytes(HEAD + 4);
            int flags = in.readUnsignedByte();
            in.skipNBytes(2);
            colours(in, flags);
            boolean pixels = false;
            for (int block = in.readUnsignedByte(); block != END; block = in.readUnsignedByte()) {
                if (block == EXTENSION) {
                    in.skipNBytes(1);
                    blocks(in);
                } else if (block == IMAGE) {
                    image(in);
                    pixels = true;
                } else {
                    throw new IOException("it has a block of an unknown kind");
                }
            }
            if (!pixels) {
                throw new IOException("it has no picture");
            }
        }
    }

    private static void colours(DataInputStream in, int flags) throws IOException {
        if ((flags & 0x80) != 0) {
            in.skipNBytes(3L << ((flags & 7) + 1));
        }
    }

    private static void blocks(DataInputStream in) throws IOException {
        for (int length = in.readUnsignedByte(); length != 0; length = in.readUnsignedByte()) {
            in.skipNBytes(length);
        }
    }

    /** Unpacks an image as far as it takes to count its pixels. */
    private static void image(DataInputStream in) throws IOException {
        in.skipNBytes(4);
        int width = Short.toUnsignedInt(Short.reverseBytes(in.readShort()));
        int height = Short.toUnsignedInt(Short.reverseBytes(in.readShort()));
        colours(in, in.readUnsignedByte());
        long pixels = new GifCodes(in, in.readUnsignedByte()).count((long) width * height);
        if (pixels < (long) width * height) {
            throw new EOFException();
        }
    }
}
