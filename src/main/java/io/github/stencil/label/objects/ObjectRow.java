// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

/**
 * What is measured of an object, in the image's calibrated units as in ImageJ's Results table; positions count from the
 * calibration's origin.
 *
 * @param label its id in the label map
 * @param type the class that it is of; 1 where the image was thresholded or is an instance map
 * @param area its area, or in 3D its volume
 * @param x the mean position of its pixels' centres
 * @param y the mean position of its pixels' centres
 * @param z the slice, from 1; in 3D the mean position of its pixels' centres
 * @param t the frame, from 1
 * @param left where its bounding box begins, BX in tables
 * @param top where its bounding box begins, BY in tables
 * @param width of its bounding box
 * @param height of its bounding box
 * @param depth of its bounding box; in 2D the depth of a pixel
 * @param mean of the image's values in it; NaN for class and instance maps
 * @param min of the image's values in it; NaN for class and instance maps
 * @param max of the image's values in it; NaN for class and instance maps
 */
public record ObjectRow(
        long label,
        long type,
        double area,
        double x,
        double y,
        double z,
        int t,
        double left,
        double top,
        double width,
        double height,
        double depth,
        double mean,
        double min,
        double max) {}
