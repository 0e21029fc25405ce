// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.tiff;

/**
 * Lempel-Ziv-Welch as in TIFF (Adobe, TIFF revision 6.0, section 13). Every string of the table has been put out before, and
 * stands there followed by the letter that made it longer, so a string is a place and a length.
 */
final class Lzw {
    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int MOST = 4096;

    private final int[] starts = new int[MOST];
    private final int[] lengths = new int[MOST];

    /**
     * Unpacks.
     *
     * @return how many bytes were put out; less than there is place for if the packed ones end or make no sense
     */
    int decode(byte[] in, byte[] out) {
        int next = END + 1;
        int bits = 9;
        int waiting = 0;
        int there = 0;
        int from = 0;
        int at = 0;
        int before = 0;
        int beforeLength = 0;
        while (at < out.length) {
            while (there < bits && from < in.length) {
                waiting = waiting << 8 | (in[from++] & 0xff);
                there += 8;
            }
            if (there < bits) {
                return at;
            }
            int code = waiting >> (there - bits) & ((1 << bits) - 1);
            there -= bits;
            waiting &= (1 << there) - 1;
            if (code == END) {
                return at;
            }
            if (code == CLEAR) {
                next = END + 1;
                bits = 9;
                beforeLength = 0;
                continue;
            }
            int start = at;
            int length = 1;
            if (code < CLEAR) {
                out[at] = (byte) code;
            } else if (beforeLength > 0 && code <= next && next < MOST + (code < next ? 1 : 0)) {
                int source = code < next ? starts[code] : before;
                length = code < next ? lengths[code] : beforeLength + 1;
                for (int i = 0; i < length && at + i < out.length; i++) {
                    out[at + i] = out[source + i];
                }
            } else {
                return at;
            }
            if (beforeLength > 0 && next < MOST) {
                starts[next] = before;
                lengths[next] = beforeLength + 1;
                next++;
                bits = next >= 2047 ? 12 : next >= 1023 ? 11 : next >= 511 ? 10 : 9; // one code early
            }
            before = start;
            beforeLength = length;
            at = Math.min(out.length, at + length);
        }
        return at;
    }

    /** Returns whether codes begin at the lowest bit, as in files from before TIFF 6.0. */
    static boolean isOld(byte[] in) {
        return in.length >= 2 && in[0] == 0 && (in[1] & 1) == 1;
    }
}
