// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.measure;

import io.github.stencil.image.AxisImage;
import io.github.stencil.image.PixelType;
import io.github.stencil.label.objects.BlockedImage;
import java.util.ArrayList;
import java.util.List;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;

/**
 * A channel that is measured.
 *
 * @param image with one or more channels
 * @param channel from 0
 */
record ChannelImage(AxisImage image, int channel) {
    /** Returns all channels of images, one image after the other; whole numbers of 32 bits are rounded. */
    static List<ChannelImage> of(List<AxisImage> images) {
        List<ChannelImage> channels = new ArrayList<>();
        for (AxisImage image : images) {
            AxisImage rounded = image.rounded();
            for (int channel = 0; channel < image.extent().channels(); channel++) {
                channels.add(new ChannelImage(rounded, channel));
            }
        }
        return channels;
    }

    PixelType type() {
        return image.type();
    }

    /** Copies the pixels of a region of one image of the stack into an array, which is returned. */
    Object copy(BlockedImage cut, Interval region, Object into) {
        image.copy(Intervals.translate(cut.inStack(region), channel, 2), into);
        return into;
    }
}
