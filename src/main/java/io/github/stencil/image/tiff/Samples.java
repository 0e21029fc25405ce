// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.tiff;

import java.lang.reflect.Array;

/** Puts the samples of pixels, which lie together, one after the other. */
final class Samples {
    private Samples() {}

    static Object apart(Object numbers, int samples) {
        if (samples == 1) {
            return numbers;
        }
        int length = Array.getLength(numbers);
        int pixels = length / samples;
        if (numbers instanceof byte[] from) {
            byte[] to = new byte[length];
            for (int s = 0; s < samples; s++) {
                for (int i = 0; i < pixels; i++) {
                    to[s * pixels + i] = from[i * samples + s];
                }
            }
            return to;
        }
        if (numbers instanceof short[] from) {
            short[] to = new short[length];
            for (int s = 0; s < samples; s++) {
                for (int i = 0; i < pixels; i++) {
                    to[s * pixels + i] = from[i * samples + s];
                }
            }
            return to;
        }
        if (numbers instanceof float[] from) {
            float[] to = new float[length];
            for (int s = 0; s < samples; s++) {
                for (int i = 0; i < pixels; i++) {
                    to[s * pixels + i] = from[i * samples + s];
                }
            }
            return to;
        }
        Object to = Array.newInstance(numbers.getClass().getComponentType(), length);
        for (int s = 0; s < samples; s++) {
            for (int i = 0; i < pixels; i++) {
                System.arraycopy(numbers, i * samples + s, to, s * pixels + i, 1); // rare kinds: 32- and 64-bit colour
            }
        }
        return to;
    }
}
