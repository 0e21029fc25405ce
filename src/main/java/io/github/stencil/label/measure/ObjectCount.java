// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.measure;

import java.util.Arrays;

/**
 * How many objects a frame has, and how large they are, in the image's unit squared, in 3D cubed.
 *
 * @param frame from 1
 * @param type the class of the objects
 * @param objects how many; in 2D those of all slices
 * @param total the sum of their areas or volumes
 * @param mean of their areas or volumes; NaN if there are none
 * @param median of their areas or volumes, the mean of the two in the middle if their number is even; NaN if there are none
 * @param density how many there are in a unit of area, of all slices, or of volume
 */
public record ObjectCount(int frame, long type, int objects, double total, double mean, double median, double density) {
    /**
     * Counts objects.
     *
     * @param size the frame's area or volume
     * @param sorted the areas or volumes of the objects, rising
     */
    static ObjectCount of(int frame, long type, double size, double... sorted) {
        int count = sorted.length;
        double total = Arrays.stream(sorted).sum();
        return new ObjectCount(
                frame,
                type,
                count,
                total,
                count == 0 ? Double.NaN : total / count,
                count == 0 ? Double.NaN : Median.between(sorted[(count - 1) / 2], sorted[count / 2]),
                count / size);
    }
}
