// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.label.rois.LabelRois;
import java.awt.Color;
import java.awt.Rectangle;
import java.util.List;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;

/**
 * What of an image a model is to see.
 *
 * @param byModel the channels and pixels that it gets
 * @param whole the same pixels with all channels, which are measured
 * @param corner of these pixels in the image
 */
record Seen(AxisImage byModel, AxisImage whole, Rectangle corner) {
    /**
     * Takes a part of an image.
     *
     * @param channel from 1; 0 for all
     * @param selection whether only the rectangle around the image's selection
     * @throws StencilException if there is no such channel or selection
     */
    static Seen of(ImagePlus image, int channel, boolean selection) {
        AxisImage all = AxisImage.of(image);
        Extent extent = all.extent();
        if (channel > extent.channels()) {
            throw StencilException.of(
                    "channel is %d, but \"%s\" has %d. Choose one from 1 on, or 0 for all.",
                    channel, all.title(), extent.channels());
        }
        Rectangle corner = selection ? rectangle(image) : new Rectangle(extent.width(), extent.height());
        AxisImage whole = selection ? all.section(box(corner, extent, 0)) : all;
        return new Seen(
                channel == 0 || extent.channels() == 1 ? whole : all.section(box(corner, extent, channel)),
                whole,
                corner);
    }

    private static Rectangle rectangle(ImagePlus image) {
        Roi roi = image.getRoi();
        Rectangle bounds = roi != null && roi.isArea()
                ? roi.getBounds().intersection(new Rectangle(image.getWidth(), image.getHeight()))
                : new Rectangle();
        if (bounds.isEmpty()) {
            throw StencilException.of(
                    "\"%s\" has no area selection to predict. Draw a rectangle on it, or switch selection off.",
                    image.getTitle());
        }
        return bounds;
    }

    private static Interval box(Rectangle corner, Extent extent, int channel) {
        int first = channel == 0 ? 0 : channel - 1;
        int last = channel == 0 ? extent.channels() - 1 : first;
        return new FinalInterval(new long[] {corner.x, corner.y, first, 0, 0}, new long[] {
            corner.x + corner.width - 1L,
            corner.y + corner.height - 1L,
            last,
            extent.slices() - 1L,
            extent.frames() - 1L
        });
    }

    /** Returns the outlines of labels of these pixels, to be shown over the image. */
    RoiResult over(ImagePlus image, AxisImage labels, Progress progress) {
        List<Roi> outlines = LabelRois.trace(labels, progress).stream()
                .map(LabelRois.LabelRoi::roi)
                .toList();
        for (Roi outline : outlines) {
            Rectangle place = outline.getBounds();
            outline.setLocation(place.x + corner.x, place.y + corner.y);
            outline.setStrokeColor(Color.YELLOW);
        }
        return new RoiResult(outlines, image, RoiPlace.OVERLAY, false);
    }
}
