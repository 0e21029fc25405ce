// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.mask;

/**
 * The values of one class in one channel; values that are NaN are left out.
 *
 * @param slice from 1; 0 for all slices
 * @param frame from 1; 0 for all frames
 * @param label the class: the value of its mask pixels
 * @param channel from 1
 * @param pixels how many values
 * @param mean their mean
 * @param stdDev their sample standard deviation, with pixels - 1 in the denominator as in ImageJ; 0 for one pixel
 * @param min the least
 * @param max the greatest
 * @param median the exact median; the mean of the two in the middle if their number is even
 */
public record ClassStatistics(
        int slice,
        int frame,
        long label,
        int channel,
        long pixels,
        double mean,
        double stdDev,
        double min,
        double max,
        double median) {}
