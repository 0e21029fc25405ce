// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.measure;

/**
 * The shape of an object of a volume, in the image's unit; it is as deep as its unit says along Z.
 *
 * @param surface its surface by Crofton's formula: counts of where lines in 13 directions enter and leave it
 * @param sphericity the surface of a ball of the same volume through this surface (Wadell 1935); near 1 for a ball
 * @param major the longest axis of the ellipsoid whose second moments are those of the pixels' centres: twice the root of
 *     five times the greatest variance
 * @param middle the middle axis
 * @param minor the shortest axis; 0 for an object of one slice
 */
public record SolidShape(double surface, double sphericity, double major, double middle, double minor) {}
