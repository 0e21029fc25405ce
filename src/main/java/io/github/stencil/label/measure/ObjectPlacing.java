// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.measure;

import ij.measure.Calibration;
import io.github.stencil.label.objects.BlockedImage;
import java.util.List;
import net.imglib2.Interval;
import org.jspecify.annotations.Nullable;

/**
 * Turns what was counted in pixels into measures in an image's unit.
 *
 * @param cut the image of the stack that the objects are of
 * @param units its calibration
 * @param volume whether objects are of volumes
 */
record ObjectPlacing(BlockedImage cut, Calibration units, boolean volume) {
    /**
     * Returns an object.
     *
     * @param moments with positions from the corner of its box on
     */
    MeasuredObject object(
            LabelBox box,
            Moments moments,
            @Nullable PlanarShape planar,
            @Nullable SolidShape solid,
            List<ObjectIntensity> intensities) {
        Interval region = box.region();
        double pixel = units.pixelWidth * units.pixelHeight * (volume ? units.pixelDepth : 1);
        return new MeasuredObject(
                Integer.toUnsignedLong(box.label()),
                1,
                cut.slice() + 1,
                cut.frame() + 1,
                moments.pixels(),
                moments.pixels() * pixel,
                (region.min(0) + moments.mean(0) + 0.5 - units.xOrigin) * units.pixelWidth,
                (region.min(1) + moments.mean(1) + 0.5 - units.yOrigin) * units.pixelHeight,
                volume ? (region.min(2) + moments.mean(2) + 0.5 - units.zOrigin) * units.pixelDepth : cut.slice() + 1,
                List.of(
                        (region.min(0) - units.xOrigin) * units.pixelWidth,
                        (region.min(1) - units.yOrigin) * units.pixelHeight,
                        (region.min(2) - units.zOrigin) * units.pixelDepth,
                        region.dimension(0) * units.pixelWidth,
                        region.dimension(1) * units.pixelHeight,
                        region.dimension(2) * units.pixelDepth),
                planar,
                solid,
                intensities);
    }
}
