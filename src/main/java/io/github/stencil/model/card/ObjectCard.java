// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.card;

import io.github.stencil.StencilException;
import io.github.stencil.image.Space;
import io.github.stencil.label.objects.Connectivity;
import io.github.stencil.label.objects.Foreground;
import io.github.stencil.label.objects.ObjectShape;
import io.github.stencil.label.objects.RefineRule;
import java.util.List;

/**
 * How objects are made of a network's probabilities, as its training found it.
 *
 * @param threshold the sum of the probabilities of object classes and borders from which on a pixel is inside an object;
 *     above 0, at most 1
 * @param tolerance how deep a valley between two objects must be, in pixels' widths; from 0 on
 * @param smallest the area, or volume, in pixels, of the smallest object that stays; from 0 on
 * @param bent whether objects can have any shape; if not, they are round or oval
 */
public record ObjectCard(double threshold, double tolerance, double smallest, boolean bent) {
    /** What holds where a card is silent. */
    public static final ObjectCard USUAL = new ObjectCard(0.5, 1, 0, false);

    /** Checks the numbers. */
    public ObjectCard {
        if (!(threshold > 0) || threshold > 1 || !(tolerance >= 0) || !(smallest >= 0)) {
            throw StencilException.of(
                    "The model's card gives objects threshold %s, tolerance %s and smallest %s but the first must be above 0 and at most 1, the others from 0 on. Correct the card.",
                    threshold, tolerance, smallest);
        }
    }

    /** Returns the same with another threshold. */
    public ObjectCard withThreshold(double other) {
        return new ObjectCard(other, tolerance, smallest, bent);
    }

    /** Returns the same with another tolerance. */
    public ObjectCard withTolerance(double other) {
        return new ObjectCard(threshold, other, smallest, bent);
    }

    /** Returns the same with another smallest size, in pixels. */
    public ObjectCard withSmallest(double other) {
        return new ObjectCard(threshold, tolerance, other, bent);
    }

    /** Returns the same for objects of any shape, or for round and oval ones. */
    public ObjectCard withBent(boolean other) {
        return new ObjectCard(threshold, tolerance, smallest, other);
    }

    /**
     * Returns how an image of probabilities becomes objects, whose touching ones are parted.
     *
     * @param objects the channels of object classes, from 0 on; at least one
     * @param borders the channels of borders between objects
     * @param space whether objects are of planes or of volumes
     */
    public RefineRule rule(List<Integer> objects, List<Integer> borders, Space space) {
        return RefineRule.of(new Foreground.Probabilities(objects, borders, threshold))
                .withConnectivity(Connectivity.CORNERS)
                .withSpace(space)
                .withSize(smallest)
                .withSplit(true)
                .withTolerance(tolerance)
                .withShape(bent ? ObjectShape.ANY : ObjectShape.ROUND);
    }
}
