// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.picture;

import java.io.DataInputStream;
import java.io.IOException;

/** Counts the pixels that the codes of a GIF image stand for; what they are does not matter. */
final class GifCodes {
    private static final int MOST = 4096;

    private final DataInputStream in;
    private final int smallest;
    private final int[] lengths = new int[MOST];
    private int left;
    private int waiting;
    private int there;
    private boolean ended;

    GifCodes(DataInputStream in, int bits) throws IOException {
        if (bits < 1 || bits > 11) {
            throw new IOException("its codes have " + bits + " bits");
        }
        this.in = in;
        smallest = bits;
    }

    /** Reads to the end of the image's blocks. */
    long count(long most) throws IOException {
        int clear = 1 << smallest;
        int next = clear + 2;
        int bits = smallest + 1;
        int before = 0;
        long pixels = 0;
        while (pixels < most) {
            int code = code(bits);
            if (code < 0 || code == clear + 1) {
                break;
            }
            if (code == clear) {
                next = clear + 2;
                bits = smallest + 1;
                before = 0;
                continue;
            }
            if (code > next || (code == next && before == 0)) {
                throw new IOException("a code is not in its table");
            }
            int length = code < clear ? 1 : code < next ? lengths[code] : before + 1;
            if (before > 0 && next < MOST) {
                lengths[next++] = before + 1;
                bits = next == 1 << bits && bits < 12 ? bits + 1 : bits;
            }
            before = length;
            pixels += length;
        }
        while (!ended) {
            next();
        }
        return pixels;
    }

    private int code(int bits) throws IOException {
        while (there < bits) {
            int value = next();
            if (value < 0) {
                return -1;
            }
            waiting |= value << there;
            there += 8;
        }
        int code = waiting & ((1 << bits) - 1);
        waiting >>>= bits;
        there -= bits;
        return code;
    }

    private int next() throws IOException {
        if (left == 0 && !ended) {
            left = in.readUnsignedByte();
            ended = left == 0;
        }
        if (ended) {
            return -1;
        }
        left--;
        return in.readUnsignedByte();
    }
}
