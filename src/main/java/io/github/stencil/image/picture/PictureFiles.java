// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.picture;

import ij.process.ByteProcessor;
import io.github.stencil.StencilException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Looks whether picture files are whole. */
public final class PictureFiles {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private PictureFiles() {}

    /** Something that reads a file from its start and throws where it is not whole. */
    private interface Check {
        void read(Path file) throws IOException;
    }

    /**
     * Checks a file if it is a PNG, JPEG, GIF, BMP or PNM; others are not looked at.
     *
     * @throws StencilException if it is cut short or damaged
     */
    public static void check(Path file) {
        byte[] start = start(file);
        Check check = Arrays.equals(start, PNG)
                ? PngFile::check
                : (start[0] & 0xff) == 0xff && (start[1] & 0xff) == 0xd8
                        ? JpegFile::check
                        : start[0] == 'G' && start[1] == 'I' && start[2] == 'F'
                                ? GifFile::check
                                : start[0] == 'B' && start[1] == 'M'
                                        ? BmpFile::check
                                        : start[0] == 'P' && start[1] >= '1' && start[1] <= '6' && start[2] <= ' '
                                                ? PnmFile::check
                                                : path -> {};
        try {
            check.read(file);
        } catch (EOFException e) {
            throw StencilException.of(
                    e, "%s ends early: not all of its pixels are there. Copy or export it again.", file);
        } catch (IOException | RuntimeException e) {
            throw StencilException.of(
                    e, "%s is damaged (%s). Copy or export it again.", file, String.valueOf(e.getMessage()));
        }
    }

    /** Returns whether a file is a bitmap (PBM), of which ImageJ reads the first byte or the whole text wrongly. */
    public static boolean isBitmap(Path file) {
        byte[] start = start(file);
        return start[0] == 'P' && (start[1] == '1' || start[1] == '4') && start[2] <= ' ';
    }

    /**
     * Reads a bitmap that has been checked: 0 where it is black, else 255.
     *
     * @throws StencilException if the file cannot be read
     */
    public static ByteProcessor readBitmap(Path file) {
        try {
            return PnmFile.bitmap(file);
        } catch (IOException | ArithmeticException e) {
            throw StencilException.of(
                    e, "%s is damaged (%s). Copy or export it again.", file, String.valueOf(e.getMessage()));
        }
    }

    static boolean isPng(Path file) {
        return Arrays.equals(start(file), PNG);
    }

    private static byte[] start(Path file) {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            return Arrays.copyOf(in.readNBytes(PNG.length), PNG.length);
        } catch (IOException e) {
            return new byte[PNG.length]; // whoever reads it says why
        }
    }
}
