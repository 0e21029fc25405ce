// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

/** Reads parts of planes. Thread-safe. */
public interface PlaneReader {

    /**
     * Copies a rectangle of a plane.
     *
     * @param plane in stack order, from 0; the channels of an RGB image are planes of their own
     * @param into an array of the image's type, filled from {@code at}, row after row
     */
    void read(int plane, int x, int y, int width, int height, Object into, int at);

    /** Returns whether signed 16-bit pixels come as their numbers, not as ImageJ keeps them. */
    default boolean hasSignedNumbers() {
        return false;
    }

    /** Copies rows of an array that is {@code stride} wide; the common part of readers. */
    static void copyRows(Object from, int stride, int x, int y, int width, int height, Object into, int at) {
        if (x == 0 && width == stride) {
            System.arraycopy(from, y * stride, into, at, width * height);
            return;
        }
        for (int row = 0; row < height; row++) {
            System.arraycopy(from, (y + row) * stride + x, into, at + row * width, width);
        }
    }
}
