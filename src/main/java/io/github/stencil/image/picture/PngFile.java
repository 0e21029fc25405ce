// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.picture;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** PNG files (ISO/IEC 15948): pieces with a checksum each, of which some hold the packed rows. */
final class PngFile {
    private static final int SIGNATURE = 8;
    private static final int INDEXED = 3;
    private static final int[][] PASSES = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    private PngFile() {}

    static boolean isIndexed(Path file) {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            return in.skip(25) == 25 && in.read() == INDEXED;
        } catch (IOException e) {
            return false; // whoever reads it says why
        }
    }

    static void check(Path file) throws IOException {
        Inflater inflater = new Inflater();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            in.skipNBytes(SIGNATURE);
            long wanted = -1;
            long made = 0;
            byte[] rows = new byte[1 << 16];
            while (true) {
                int length = in.readInt();
                if (length < 0) {
                    throw new IOException("a piece has a negative length");
                }
                byte[] type = in.readNBytes(4);
                byte[] piece = in.readNBytes(length);
                if (type.length < 4 || piece.length < length) {
                    throw new EOFException();
                }
                CRC32 sum = new CRC32();
                sum.update(type);
                sum.update(piece);
                String name = new String(type, StandardCharsets.ISO_8859_1);
                if (in.readInt() != (int) sum.getValue()) {
                    throw new IOException("the checksum of a piece is wrong");
                }
                if (wanted < 0) {
                    wanted = bytes(name, piece);
                } else if (name.equals("IDAT")) {
                    made += inflate(inflater, piece, rows);
                } else if (name.equals("IEND")) {
                    break;
                }
            }
            if (made < wanted) {
                throw new EOFException();
            }
        } finally {
            inflater.end();
        }
    }

    private static long inflate(Inflater inflater, byte[] piece, byte[] rows) throws IOException {
        long made = 0;
        inflater.setInput(piece);
        try {
            while (!inflater.finished() && !inflater.needsInput()) {
                int count = inflater.inflate(rows);
                made += count;
                if (count == 0 && inflater.needsDictionary()) {
                    throw new IOException("its rows are packed in another way");
                }
            }
        } catch (DataFormatException e) {
            throw new IOException("its rows cannot be unpacked", e);
        }
        return made;
    }

    /** Returns how many bytes all rows take, each with one more that tells its filter. */
    private static long bytes(String name, byte[] head) throws IOException {
        if (!name.equals("IHDR") || head.length < 13) {
            throw new IOException("it does not begin with its size");
        }
        ByteBuffer bytes = ByteBuffer.wrap(head);
        long width = bytes.getInt(0);
        long height = bytes.getInt(4);
        int samples = switch (head[9]) {
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> 1;
        };
        if (width < 1 || height < 1) {
            throw new IOException("it is " + width + " x " + height);
        }
        if (head[12] == 0) {
            return rows(width, height, samples * head[8]);
        }
        long all = 0;
        for (int[] pass : PASSES) {
            all += rows(
                    (width - pass[0] + pass[2] - 1) / pass[2],
                    (height - pass[1] + pass[3] - 1) / pass[3],
                    samples * head[8]);
        }
        return all;
    }

    private static long rows(long width, long height, int bits) {
        return width < 1 || height < 1 ? 0 : height * (1 + (width * bits + 7) / 8);
    }
}
