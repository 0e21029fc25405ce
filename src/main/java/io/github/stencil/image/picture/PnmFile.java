// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.picture;

import ij.process.ByteProcessor;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** PBM, PGM and PPM files (Netpbm): a few numbers as text, then pixels as text or as bytes. */
final class PnmFile {
    private final InputStream in;
    private long read;

    private PnmFile(InputStream in) {
        this.in = in;
    }

    static void check(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            new PnmFile(in).check(Files.size(file));
        }
    }

    /** Reads a bitmap, whose pixels are 0 where they are black, and else 255. */
    static ByteProcessor bitmap(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return new PnmFile(in).bitmap();
        }
    }

    private ByteProcessor bitmap() throws IOException {
        next();
        boolean text = next() == '1';
        int width = Math.toIntExact(number());
        int height = Math.toIntExact(number());
        byte[] pixels = new byte[Math.multiplyExact(width, height)];
        int eight = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (text) {
                    eight = digit() == '0' ? 0 : 1 << (7 - x % 8);
                } else if (x % 8 == 0) {
                    eight = next();
                }
                pixels[y * width + x] = (byte) ((eight >> (7 - x % 8) & 1) - 1);
            }
        }
        return new ByteProcessor(width, height, pixels);
    }

    private void check(long size) throws IOException {
        next();
        int kind = next() - '0';
        boolean bits = kind == 1 || kind == 4;
        long width = number();
        long height = number();
        long most = bits ? 1 : number();
        if (width < 1
                || height < 1
                || width > Integer.MAX_VALUE
                || height > Integer.MAX_VALUE
                || most < 1
                || most > 65_535) {
            throw new IOException("it is " + width + " x " + height + " up to " + most);
        }
        int samples = kind == 3 || kind == 6 ? 3 : 1;
        if (kind >= 4) {
            double needed =
                    bits ? Math.ceil(width / 8.0) * height : (double) width * height * samples * (most > 255 ? 2 : 1);
            if (size - read < needed) {
                throw new EOFException();
            }
            return;
        }
        for (double i = 0; i < (double) width * height * samples; i++) {
            if (bits) {
                digit();
            } else {
                number();
            }
        }
    }

    private int next() throws IOException {
        int value = in.read();
        if (value < 0) {
            throw new EOFException();
        }
        read++;
        return value;
    }

    /** Skips white space and comments. */
    private int digit() throws IOException {
        int value = next();
        while (value <= ' ' || value == '#') {
            while (value == '#') {
                value = comment();
            }
            value = value <= ' ' ? next() : value;
        }
        if (value < '0' || value > '9') {
            throw new IOException("it has a letter where a number should be");
        }
        return value;
    }

    /** Reads to the end of a line. */
    private int comment() throws IOException {
        int value = next();
        while (value != '\n' && value != '\r') {
            value = next();
        }
        return value;
    }

    /** Reads a number and the one character behind it. */
    private long number() throws IOException {
        long number = (long) digit() - '0';
        while (true) {
            int value = in.read();
            if (value < 0) {
                return number;
            }
            read++;
            if (value < '0' || value > '9') {
                return number;
            }
            number = Math.min(number * 10 + value - '0', Integer.MAX_VALUE + 1L);
        }
    }
}
