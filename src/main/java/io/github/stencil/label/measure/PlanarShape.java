// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.measure;

/**
 * The shape of an object of a plane as ImageJ measures the ROI that outlines its pixels; lengths in the image's unit.
 *
 * @param perimeter the length of the outline with its corners cut, as ImageJ's of traced ROIs; of an object with holes or
 *     parts the sum over all outlines
 * @param circularity 4 pi area / perimeter squared, at most 1
 * @param feret the greatest distance of two points of the outline
 * @param minFeret the least width between two parallel lines that hold the object
 * @param aspectRatio the longer axis of the ellipse with the same second moments through the shorter, at least 1; pixels
 *     are squares, not points
 * @param solidity the area through that of the convex hull, in pixels
 */
public record PlanarShape(
        double perimeter, double circularity, double feret, double minFeret, double aspectRatio, double solidity) {
    /** Returns the shorter axis of the ellipse through the longer, at most 1: 4 area / (pi axis squared). */
    public double roundness() {
        return 1 / aspectRatio;
    }
}
