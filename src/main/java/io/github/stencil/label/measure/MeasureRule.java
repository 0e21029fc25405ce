// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.measure;

import io.github.stencil.StencilException;
import io.github.stencil.image.Space;

/**
 * How objects are measured.
 *
 * @param space whether a label is an object of each plane, or of each frame's volume
 * @param ring how wide the ring around each object is in which its background is measured, in pixels, 0 to
 *     {@link #WIDEST}; 0 for none
 */
public record MeasureRule(Space space, int ring) {
    /** Objects of planes, without a ring. */
    public static final MeasureRule USUAL = new MeasureRule(Space.PLANES, 0);

    /** The widest ring. */
    public static final int WIDEST = 1000;

    /** Checks the ring. */
    public MeasureRule {
        if (ring < 0 || ring > WIDEST) {
            throw StencilException.of(
                    "The ring is %d pixels wide, but must be from 0 (none) to %d. Choose another width.", ring, WIDEST);
        }
    }

    /** Returns this rule for objects of planes or of volumes. */
    public MeasureRule withSpace(Space other) {
        return new MeasureRule(other, ring);
    }

    /** Returns this rule with a ring of some width, in pixels; 0 for none. */
    public MeasureRule withRing(int width) {
        return new MeasureRule(space, width);
    }
}
