// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil;

/** Floating point numbers of 16 bits (IEEE 754): one of the sign, five of the exponent, ten of the fraction. */
public final class HalfPrecision {
    private HalfPrecision() {}

    /** Returns the number that 16 bits stand for, which 32 bits hold exactly. */
    public static float read(short bits) {
        int exponent = bits >> 10 & 31;
        int fraction = bits & 1023;
        float size = exponent == 31
                ? (fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN)
                : exponent == 0 ? fraction * 0x1p-24f : Math.scalb(1024f + fraction, exponent - 25);
        return bits < 0 ? -size : size;
    }
}
