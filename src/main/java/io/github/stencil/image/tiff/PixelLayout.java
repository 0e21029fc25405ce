// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.tiff;

/**
 * What the pixels of a page are, however they are packed.
 *
 * @param width along X
 * @param height along Y
 * @param depth planes along Z in this one page
 * @param samples numbers per pixel
 * @param bits per number
 * @param numbers what they are
 * @param colours what they mean
 * @param extra how many of the samples, the last ones, tell how opaque a pixel is
 */
public record PixelLayout(
        int width, int height, int depth, int samples, int bits, Numbers numbers, Colours colours, int extra) {

    /** Kinds of number. */
    public enum Numbers {
        /** Whole, from 0 on. */
        UNSIGNED("whole numbers"),
        /** Whole, negative ones too. */
        SIGNED("signed whole numbers"),
        /** Floating point. */
        FLOAT("floating point");

        private final String words;

        Numbers(String words) {
            this.words = words;
        }
    }

    /** What numbers mean. */
    public enum Colours {
        /** Grey, the larger the darker. */
        WHITE_IS_ZERO,
        /** Grey, the larger the brighter, or nothing known. */
        BLACK_IS_ZERO,
        /** Red, green and blue. */
        RGB,
        /** Places in a colour table. */
        PALETTE,
        /** Brightness and two differences, within JPEG; red, green and blue once read. */
        YCBCR
    }

    /** Returns samples without those that tell how opaque a pixel is. */
    public int channels() {
        return samples - extra;
    }

    /** Returns whether a pixel is red, green and blue. */
    public boolean isRgb() {
        return colours == Colours.RGB || colours == Colours.YCBCR;
    }

    /** Returns whether another page has the same size, and numbers of the same kind. */
    boolean isLike(PixelLayout other) {
        return width == other.width
                && height == other.height
                && depth == other.depth
                && samples == other.samples
                && bits == other.bits
                && numbers == other.numbers
                && extra == other.extra
                && isRgb() == other.isRgb()
                && (colours == Colours.PALETTE) == (other.colours == Colours.PALETTE);
    }

    /** Creates an array for the bits of numbers. */
    Object createWords(int length) {
        return bits <= 8
                ? new byte[length]
                : bits <= 16 ? new short[length] : bits <= 32 ? new int[length] : new long[length];
    }

    /** Returns the layout in words, such as "512 x 512 with 3 channels of 8 bits". */
    @Override
    public String toString() {
        return width + " x " + height + (depth > 1 ? " x " + depth : "") + " with " + samples
                + (samples == 1 ? " channel" : " channels") + " of " + bits + (bits == 1 ? " bit" : " bits") + " ("
                + (colours == Colours.PALETTE ? "places in a colour table" : numbers.words) + ")";
    }
}
