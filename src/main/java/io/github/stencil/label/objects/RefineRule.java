// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import io.github.stencil.StencilException;
import io.github.stencil.image.Space;

/**
 * How an image becomes objects. What is done, in this order: the foreground is found, their components become objects,
 * objects grow, holes are filled, touching objects are split, objects on the edge and small ones go.
 *
 * @param foreground which pixels belong to objects
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
        Foreground foreground,
        Connectivity connectivity,
        Space space,
        double size,
        boolean calibrated,
        boolean holes,
        boolean split,
        double tolerance,
        ObjectShape shape,
        boolean exclude) {
    /**
     * Components in planes and nothing more, of what looking at the image tells to be inside: what Refine Masks does
     * unless it is told otherwise.
     */
    public static final RefineRule USUAL = new RefineRule(
            Foreground.USUAL, Connectivity.FACES, Space.PLANES, 0, false, false, false, 1, ObjectShape.ROUND, false);

    /**
     * Checks the numbers.
     *
     * @throws StencilException if the size or the tolerance is below 0 or no number
     */
    public RefineRule {
        if (!(size >= 0)) {
            throw StencilException.of("The smallest size is %s but must be a number from 0 on.", size);
        }
        if (!(tolerance >= 0)) {
            throw StencilException.of("The tolerance is %s but must be a number from 0 on.", tolerance);
        }
    }

    /** Returns a rule that finds components in planes and does nothing more. */
    public static RefineRule of(Foreground foreground) {
        return USUAL.withForeground(foreground);
    }

    /** Returns this rule for other pixels. */
    public RefineRule withForeground(Foreground other) {
        return new RefineRule(other, connectivity, space, size, calibrated, holes, split, tolerance, shape, exclude);
    }

    /** Returns this rule with other neighbours of a pixel. */
    public RefineRule withConnectivity(Connectivity other) {
        return new RefineRule(foreground, other, space, size, calibrated, holes, split, tolerance, shape, exclude);
    }

    /** Returns this rule for objects in planes or in volumes. */
    public RefineRule withSpace(Space other) {
        return new RefineRule(
                foreground, connectivity, other, size, calibrated, holes, split, tolerance, shape, exclude);
    }

    /**
     * Returns this rule with another smallest size of objects.
     *
     * @param other an area, or in volumes a volume: in pixels, or in the image's units if {@link #calibrated}; 0 for all
     * @throws StencilException if it is below 0 or no number
     */
    public RefineRule withSize(double other) {
        return new RefineRule(
                foreground, connectivity, space, other, calibrated, holes, split, tolerance, shape, exclude);
    }

    /** Returns this rule with the smallest size in the image's units, or in pixels. */
    public RefineRule withCalibrated(boolean other) {
        return new RefineRule(foreground, connectivity, space, size, other, holes, split, tolerance, shape, exclude);
    }

    /** Returns this rule with holes filled, or left. */
    public RefineRule withHoles(boolean filled) {
        return new RefineRule(
                foreground, connectivity, space, size, calibrated, filled, split, tolerance, shape, exclude);
    }

    /** Returns this rule with touching objects separated, or left. */
    public RefineRule withSplit(boolean other) {
        return new RefineRule(
                foreground, connectivity, space, size, calibrated, holes, other, tolerance, shape, exclude);
    }

    /**
     * Returns this rule with another tolerance of splitting.
     *
     * @param other how much narrower a waist must be, in pixels
     * @throws StencilException if it is below 0 or no number
     */
    public RefineRule withTolerance(double other) {
        return new RefineRule(foreground, connectivity, space, size, calibrated, holes, split, other, shape, exclude);
    }

    /** Returns this rule with objects on the image's edge left out, or kept. */
    public RefineRule withExclude(boolean other) {
        return new RefineRule(foreground, connectivity, space, size, calibrated, holes, split, tolerance, shape, other);
    }

    /** Returns this rule for objects of another shape. */
    public RefineRule withShape(ObjectShape other) {
        return new RefineRule(
                foreground, connectivity, space, size, calibrated, holes, split, tolerance, other, exclude);
    }
}
