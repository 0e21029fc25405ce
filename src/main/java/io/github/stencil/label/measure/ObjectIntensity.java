// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.measure;

/**
 * The values of one channel in one object; values that are NaN are left out, and where none is left all are NaN.
 *
 * @param mean their mean
 * @param stdDev their sample standard deviation, with pixels - 1 in the denominator as in ImageJ; 0 for one pixel
 * @param median the exact median; the mean of the two in the middle if their number is even
 * @param min the least
 * @param max the greatest
 * @param ring the mean in the ring around the object; NaN if none was asked for, or no pixel is in it
 */
public record ObjectIntensity(double mean, double stdDev, double median, double min, double max, double ring) {
    /** Where there is no value. */
    static final ObjectIntensity NONE =
            new ObjectIntensity(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    ObjectIntensity withRing(double mean) {
        return new ObjectIntensity(this.mean, stdDev, median, min, max, mean);
    }
}
