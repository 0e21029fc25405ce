// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label;

import io.github.stencil.StencilException;

/**
 * Labels that follow each other.
 *
 * @param min the first, at least 0
 * @param max the last, not below {@code min} and at most {@link #HIGHEST}
 */
public record LabelRange(long min, long max) {
    /** The highest label: what 32 bits hold. */
    public static final long HIGHEST = 0xffff_ffffL;

    /**
     * Checks that the range runs upwards.
     *
     * @throws StencilException if it does not, or goes beyond what labels are
     */
    public LabelRange {
        if (min < 0 || max > HIGHEST) {
            throw StencilException.of(
                    "The labels %,d to %,d are not all from 0 to %,d, which labels are. Name fewer.",
                    min, max, HIGHEST);
        }
        if (min > max) {
            throw StencilException.of(
                    "The labels %d-%d run downwards. Write the smaller first: %d-%d.", min, max, max, min);
        }
    }

    /** Returns the range as text that lists of labels are read from. */
    @Override
    public String toString() {
        return min == max ? Long.toString(min) : min + "-" + max;
    }
}
