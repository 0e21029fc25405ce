// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.file;

/**
 * Two whole numbers from 1 to 2,147,483,647 for a number, as TIFF has them.
 *
 * @param top what is divided
 * @param bottom by what
 */
record Ratio(int top, int bottom) {
    private static final long MOST = Integer.MAX_VALUE; // ImageJ reads larger ones as negative
    private static final double EXACT = 1e-15;

    /**
     * Returns the nearest ratio, by continued fractions: the shortest one where there is an exact one, so that pixels of
     * 0.325 have that size again when they are read.
     *
     * @param value the nearest that there is of one beyond 1/2,147,483,647 to 2,147,483,647; 1 of one that is no size
     */
    static Ratio of(double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            return new Ratio(1, 1);
        }
        if (value >= MOST || value <= 1.0 / MOST) {
            return value > 1 ? new Ratio(Integer.MAX_VALUE, 1) : new Ratio(1, Integer.MAX_VALUE);
        }
        long topBefore = 0;
        long bottomBefore = 1;
        long top = 1;
        long bottom = 0;
        double rest = value;
        while (rest <= MOST) {
            long whole = (long) rest;
            long nextTop = whole * top + topBefore;
            long nextBottom = whole * bottom + bottomBefore;
            if (nextTop > MOST || nextBottom > MOST) {
                break;
            }
            topBefore = top;
            bottomBefore = bottom;
            top = nextTop;
            bottom = nextBottom;
            if (Math.abs((double) top / bottom - value) <= EXACT * value) {
                break;
            }
            rest = 1 / (rest - whole); // infinite where nothing is left
        }
        return new Ratio((int) Math.max(1, top), (int) bottom);
    }
}
