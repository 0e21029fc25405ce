package io.github.stencil.label.objects;

import io.github.stencil.StencilException;
import io.github.stencil.image.Space;

/**
 * How an image becomes objects. What is done, in this order: pixels inside are found, their components become objects,
 * objects grow, holes are filled, touching objects are split, objects on the edge and small ones go.
 *
 * @param inside which pixels are inside
 * @param connectivity which pixels of an object are neighbours
 * @param space planes or volumes
 * @param size the smallest area, or volume, of an object that stays; 0 for all
 * @param calibrated whether {@code size} is in the image's units; if not, in pixels
 * @param holes whether to fill holes: background that is inside one object, and not on the image's edge
 * @param split whether to separate objects that touch at a waist
 * @param tolerance how much narrower than both of its sides a waist must be, as the difference of half widths in pixels
 *     (in units of the pixel's width, where pixels are not cubes)
 * @param shape what objects look like, where they are parted by a network's probabilities
 * @param exclude whether objects on the image's edge go; in volumes the first and last slice are edges too
 */
public record RefineRule(
        Foreground inside,
        Connectivity connectivity,
        Space space,
        double size,
        boolean calibrated,
        boolean holes,
        boolean split,
        double tolerance,
        ObjectShape shape,
        boolean exclude) {
    /** Checks the numbers. */
    public RefineRule {
        if (!(size >= 0) || !(tolerance >= 0)) {
            throw StencilException.of(
                    "The smallest size is %s and the tolerance %s but both must be numbers from 0 on.",
                    size, tolerance);
        }
    }

    /** Creates a rule for round objects. */
    public RefineRule(
            Foreground inside,
            Connectivity connectivity,
            Space space,
            double size,
            boolean calibrated,
            boolean holes,
            boolean split,
            double tolerance,
            boolean exclude) {
        this(inside, connectivity, space, size, calibrated, holes, split, tolerance, ObjectShape.ROUND, exclude);
    }

    /** Returns the same rule for other pixels. */
    RefineRule with(Foreground other) {
        return new RefineRule(other, connectivity, space, size, calibrated, holes, split, tolerance, shape, exclude);
    }

    /** Returns a rule that finds components in planes and does nothing more. */
    public static RefineRule of(Foreground inside) {
        return new RefineRule(inside, Connectivity.FACES, Space.PLANES, 0, false, false, false, 1, ObjectShape.ROUND, false);
    }
}
