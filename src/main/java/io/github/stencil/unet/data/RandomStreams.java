// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import java.util.SplittableRandom;

/** Random streams that depend on where they are used and on nothing that was drawn before. */
final class RandomStreams {
    private RandomStreams() {}

    /**
     * Returns the stream of a place, such as seed, epoch, step and sample; streams of different places are unrelated.
     */
    static SplittableRandom at(long seed, long... place) {
        long state = mixed(seed);
        for (long part : place) {
            state = mixed(state * 31 + part);
        }
        return new SplittableRandom(state);
    }

    /** Returns a number from {@code 1 / factor} to {@code factor}, even in its logarithm. */
    static double factor(SplittableRandom random, double factor) {
        return Math.pow(factor, 2 * random.nextDouble() - 1);
    }

    /** The finaliser of MurmurHash3 (Appleby 2011), with an offset, so that 0 does not stay 0. */
    private static long mixed(long value) {
        long bits = value + 0x9E3779B97F4A7C15L;
        bits = (bits ^ bits >>> 33) * 0xFF51AFD7ED558CCDL;
        bits = (bits ^ bits >>> 33) * 0xC4CEB9FE1A85EC53L;
        return bits ^ bits >>> 33;
    }
}
