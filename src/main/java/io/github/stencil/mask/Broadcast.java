// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.mask;

import io.github.stencil.StencilException;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.tensor.chain.DeviceImage;
import io.github.stencil.tensor.chain.DeviceTensor;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;

/**
 * Where a mask lies over an image: a mask with one channel, slice or frame covers all of the image's.
 *
 * @param mask how far the mask reaches
 */
record Broadcast(Extent mask) {
    private static final String[] AXES = {"channel", "slice", "frame"};

    /**
     * Fits a mask to an image.
     *
     * @throws StencilException if its width or height differ, if its channels, slices or frames are neither 1 nor as many
     *     as the image's, or if it is an RGB image
     */
    static Broadcast of(Description image, Description mask) {
        Extent a = image.extent();
        Extent b = mask.extent();
        if (mask.rgb()) {
            throw StencilException.of(
                    "The mask \"%s\" is an RGB image, whose pixels have three values, but a mask has one. Convert it to 8-bit.",
                    mask.title());
        }
        if (a.width() != b.width() || a.height() != b.height()) {
            throw StencilException.of(
                    "The mask is %d x %d but the image is %d x %d. Scale the mask, or choose the one that belongs to this image.",
                    b.width(), b.height(), a.width(), a.height());
        }
        long[] wanted = a.interval().dimensionsAsLongArray();
        long[] found = b.interval().dimensionsAsLongArray();
        for (int axis = 2; axis < 5; axis++) {
            if (found[axis] != 1 && found[axis] != wanted[axis]) {
                throw StencilException.of(
                        "The mask \"%s\" has %d %ss but the image \"%s\" has %d. Give a mask with one %s, or with as many as the image.",
                        mask.title(), found[axis], AXES[axis - 2], image.title(), wanted[axis], AXES[axis - 2]);
            }
        }
        return new Broadcast(b);
    }

    /** Returns a mask's pixels repeated over an extent, in the order of its pixels; the tensor is the caller's. */
    static DeviceTensor over(DeviceImage mask, Extent image, int channels) {
        try (DeviceTensor own = mask.volumes();
                DeviceTensor whole = DeviceImage.broadcast(
                        own, image.frames(), image.slices(), channels, image.height(), image.width())) {
            return DeviceImage.reshaped(whole, -1);
        }
    }

    /** Returns the mask's part that covers a block of the image [X, Y, C, Z, T]. */
    Interval over(Interval block) {
        long[] min = block.minAsLongArray();
        long[] max = block.maxAsLongArray();
        for (int axis = 2; axis < 5; axis++) {
            if (mask.interval().dimension(axis) == 1) {
                min[axis] = 0;
                max[axis] = 0;
            }
        }
        return new FinalInterval(min, max);
    }
}
