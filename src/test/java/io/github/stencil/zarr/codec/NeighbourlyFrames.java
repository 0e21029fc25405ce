// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr.codec;

import java.util.Arrays;
import org.tensorflow.TensorFlow;

/** Prints a fingerprint of a frame that Zstandard makes, with TensorFlow's libraries loaded before or not at all. */
final class NeighbourlyFrames {
    private NeighbourlyFrames() {}

    /** Takes {@code first} if TensorFlow is to be there first. */
    public static void main(String[] args) {
        if (args.length > 0) {
            TensorFlow.version();
        }
        byte[] plain = new byte[200 * 200];
        for (int i = 0; i < plain.length; i++) {
            int x = i % 200;
            int y = i / 200;
            plain[i] = (byte) ((x / 9 * (y / 7) + x * y / 300) % 5);
        }
        byte[] frame = new Zstandard(3, false).encode(plain);
        System.out.println(frame.length + " bytes, " + Arrays.hashCode(frame));
    }
}
