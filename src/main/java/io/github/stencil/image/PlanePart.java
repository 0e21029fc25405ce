// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

/**
 * A rectangle of one plane, in an array that may be the image's own and so is only to be read.
 *
 * @param array of the image's type
 * @param from where the rectangle's first pixel lies in it
 * @param stride how far one row lies from the next
 */
public record PlanePart(Object array, int from, int stride) {}
