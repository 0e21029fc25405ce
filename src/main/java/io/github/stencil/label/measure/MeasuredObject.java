// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.measure;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is measured of an object, in the image's unit as in ImageJ's Results table; positions count from the calibration's
 * origin.
 *
 * @param label its label
 * @param type its class; 1 unless it is told by whoever found the object
 * @param slice the slice, from 1; the first of a volume
 * @param frame the frame, from 1
 * @param pixels how many pixels it has
 * @param size its area, or in 3D its volume
 * @param x the mean position of its pixels' centres
 * @param y the mean position of its pixels' centres
 * @param z the mean position of its pixels' centres; in 2D the slice, from 1
 * @param box where its bounding box begins along X, Y and Z, and how long it is along them
 * @param planar its shape in a plane; null in 3D, and of an object that is too large for its outline to be traced
 * @param solid its shape in 3D; null in 2D, and of an object that is too large
 * @param intensities of each channel
 */
public record MeasuredObject(
        long label,
        long type,
        int slice,
        int frame,
        long pixels,
        double size,
        double x,
        double y,
        double z,
        List<Double> box,
        @Nullable PlanarShape planar,
        @Nullable SolidShape solid,
        List<ObjectIntensity> intensities) {
    /** Copies the lists. */
    public MeasuredObject {
        box = List.copyOf(box);
        intensities = List.copyOf(intensities);
    }

    /** Returns this object as one of a class. */
    public MeasuredObject withType(long other) {
        return new MeasuredObject(label, other, slice, frame, pixels, size, x, y, z, box, planar, solid, intensities);
    }
}
