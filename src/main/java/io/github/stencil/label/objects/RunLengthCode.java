// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import io.github.stencil.image.Runs;
import java.util.Arrays;

/** Labels as bytes: runs of equal labels, each as the label and its length, seven bits to a byte. Maps have long runs. */
final class RunLengthCode {
    private static final int MORE = 0x80;
    private static final int MOST_BYTES_OF_RUN = 10;

    private RunLengthCode() {}

    /** Encodes labels, none of which is negative. */
    static byte[] encode(int... labels) {
        byte[] bytes = new byte[1024];
        int size = 0;
        for (int i = 0; i < labels.length; ) {
            int end = Runs.end(labels, i, labels.length);
            if (size + MOST_BYTES_OF_RUN > bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * bytes.length);
            }
            size = append(bytes, size, labels[i]);
            size = append(bytes, size, end - i);
            i = end;
        }
        return Arrays.copyOf(bytes, size);
    }

    /** Fills an array with the labels that were encoded, as many as it holds. */
    static void decode(byte[] bytes, int... into) {
        int at = 0;
        for (int i = 0; i < into.length; ) {
            int label = 0;
            int shift = 0;
            for (; bytes[at] < 0; shift += 7) {
                label |= (bytes[at++] & ~MORE & 0xff) << shift;
            }
            label |= bytes[at++] << shift;
            int length = 0;
            for (shift = 0; bytes[at] < 0; shift += 7) {
                length |= (bytes[at++] & ~MORE & 0xff) << shift;
            }
            length |= bytes[at++] << shift;
            Arrays.fill(into, i, i + length, label);
            i += length;
        }
    }

    private static int append(byte[] bytes, int at, int number) {
        int rest = number;
        int end = at;
        while (rest >= MORE) {
            bytes[end++] = (byte) (rest | MORE);
            rest >>>= 7;
        }
        bytes[end++] = (byte) rest;
        return end;
    }
}
