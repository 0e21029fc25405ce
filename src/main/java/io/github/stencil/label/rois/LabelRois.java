// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.rois;

import ij.gui.Roi;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageSink;
import io.github.stencil.image.ImageStore;
import io.github.stencil.label.LabelReader;
import io.github.stencil.label.LabelSinks;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Label maps as ImageJ's ROIs, and back. Both ways are exact: drawing the ROIs of a label map by name gives that map.
 */
public final class LabelRois {
    private LabelRois() {}

    /**
     * A label's pixels in one plane.
     *
     * @param label from 1 on
     * @param slice from 0
     * @param frame from 0
     * @param roi named "17", in stacks "17 z3 t1", at the plane's position; a traced polygon, or a composite where the
     *     object has holes or parts. Yours to change
     */
    public record LabelRoi(long label, int slice, int frame, Roi roi) {}

    /** What a ROI's label is, on the way back. */
    public enum By {
        /**
         * As {@link #NAME} if all names are labels above 0, where ROIs of one label that do not touch are objects of their
         * own; else as {@link #ORDER}.
         */
        AUTOMATIC("Automatic"),
        /**
         * The whole number at the start of its name, such as 17 of "17", "17 z3 t1" or "17-1"; ROIs of one label in one
         * plane touch.
         */
        NAME("Name"),
        /** Its place in the list, from 1. */
        ORDER("Order"),
        /** Its group, from 1 to 255. */
        GROUP("Group");

        private final String label;

        By(String label) {
            this.label = label;
        }

        /** Returns the word that dialogs, macros and the command line use. */
        @Override
        public String toString() {
            return label;
        }
    }

    /**
     * Outlines all labels of a label map without a report of progress; see {@link #trace(AxisImage, Progress)}.
     *
     * @param labels one channel, such as {@code AxisImage.of(pixels, "XYZ")}
     * @throws StencilException if the image has several channels, or a pixel is no label
     */
    public static List<LabelRoi> trace(AxisImage labels) {
        return trace(labels, Progress.NONE);
    }

    /**
     * Outlines all labels of a label map, plane by plane.
     *
     * @param labels [X, Y, Z, T] of labels as {@link LabelReader} reads them; 0 is no object
     * @param progress hears planes
     * @return a ROI for each label of each plane, in stack order, then by label
     * @throws StencilException if the image has several channels, or a pixel is no label
     */
    public static List<LabelRoi> trace(AxisImage labels, Progress progress) {
        Extent extent = labels.extent();
        LabelReader reader = LabelReader.of(labels);
        int[] plane = new int[extent.planeLength()];
        List<LabelRoi> rois = new ArrayList<>();
        for (int t = 0; t < extent.frames(); t++) {
            for (int z = 0; z < extent.slices(); z++) {
                progress.step(z + (long) extent.slices() * t, extent.planes());
                if (reader.read(extent.rows(0, extent.height() - 1, 0, 0, z, t), plane)) {
                    rois.addAll(trace(plane, extent, z, t));
                }
            }
        }
        progress.step(extent.planes(), extent.planes());
        return rois;
    }

    /**
     * Outlines all labels of one plane of an image.
     *
     * @param plane the labels of its pixels, X fastest; 0 is no object
     * @param extent of the whole image, which tells what position its ROIs need
     * @param slice which plane it is, from 0
     * @param frame which plane it is, from 0
     * @return by label, rising
     */
    static List<LabelRoi> trace(int[] plane, Extent extent, int slice, int frame) {
        List<LabelRoi> rois = new ArrayList<>();
        for (Map.Entry<Integer, Roi> outline :
                Outlines.of(extent.width(), extent.height(), plane).entrySet()) {
            Roi roi = outline.getValue();
            long label = Integer.toUnsignedLong(outline.getKey());
            roi.setName(label
                    + (extent.slices() > 1 ? " z" + (slice + 1) : "")
                    + (extent.frames() > 1 ? " t" + (frame + 1) : ""));
            place(roi, extent, slice, frame);
            rois.add(new LabelRoi(label, slice, frame, roi));
        }
        return rois;
    }

    /**
     * Draws ROIs as labels in memory, by their names or else their places in the list; see
     * {@link #draw(AxisImage, List, By, ImageStore, Progress)} and {@link By#AUTOMATIC}.
     *
     * @param image gives the size in pixels, calibration and title
     * @param rois areas, in pixels of the image
     * @throws StencilException if a ROI has no inside, or lies outside the image
     */
    public static AxisImage draw(AxisImage image, List<Roi> rois) {
        return draw(image, rois, By.AUTOMATIC);
    }

    /**
     * Draws ROIs as labels in memory; see {@link #draw(AxisImage, List, By, ImageStore, Progress)}.
     *
     * @param image gives the size in pixels, calibration and title
     * @param rois areas, in pixels of the image
     * @throws StencilException if a ROI has no inside or no label, or lies outside the image
     */
    public static AxisImage draw(AxisImage image, List<Roi> rois, By by) {
        return draw(image, rois, by, ImageStore.memory(), Progress.NONE);
    }

    /**
     * Draws ROIs as labels. Where ROIs overlap, the later one is on top. A ROI without a position is drawn in every plane
     * that it may lie in; in a single plane all are drawn.
     *
     * @param image gives the size, calibration and title; of its pixels nothing is read
     * @param rois areas; what reaches beyond the image is cut off
     * @param store where the result grows
     * @param progress hears planes, and is told what was taken where that was left open
     * @return a label map with the image's slices and frames, 16-bit, or 32-bit if a label is above 65,535, in whole
     *     numbers if one is above 16,777,216
     * @throws StencilException if a ROI has no inside or no label, or lies outside the image
     */
    public static AxisImage draw(AxisImage image, List<Roi> rois, By by, ImageStore store, Progress progress) {
        int[] labels = RoiLabels.of(rois, by, progress);
        long highest = RoiLabels.highest(labels);
        Extent extent = image.extent().withChannels(1);
        boolean[] drawn = new boolean[labels.length];
        try (ImageSink sink =
                store.create(LabelSinks.describe(image.description(), "labels", highest, store.isWide()))) {
            int[] plane = new int[extent.planeLength()];
            for (int t = 0; t < extent.frames(); t++) {
                for (int z = 0; z < extent.slices(); z++) {
                    progress.step(z + (long) extent.slices() * t, extent.planes());
                    Arrays.fill(plane, 0);
                    for (int i = 0; i < labels.length; i++) {
                        if (liesIn(rois.get(i), image.extent(), z, t)) {
                            RoiPixels pixels = RoiPixels.of(rois.get(i));
                            drawn[i] |= pixels.fill(plane, extent.width(), extent.height(), labels[i]);
                        }
                    }
                    LabelSinks.write(sink, z, t, plane, 0);
                }
            }
            refuseOutside(image, rois, drawn);
            progress.step(extent.planes(), extent.planes());
            return sink.finish();
        }
    }

    private static void refuseOutside(AxisImage image, List<Roi> rois, boolean... drawn) {
        for (int i = 0; i < drawn.length; i++) {
            if (!drawn[i]) {
                Rectangle bounds = rois.get(i).getBounds();
                throw StencilException.of(
                        "The ROI \"%s\" (x %d, y %d, %d x %d pixels%s) has no pixel in the image \"%s\" (%s). Give the image that it was drawn on, or remove it.",
                        RoiLabels.name(rois.get(i)),
                        bounds.x,
                        bounds.y,
                        bounds.width,
                        bounds.height,
                        position(rois.get(i)),
                        image.title(),
                        image.extent());
            }
        }
    }

    private static String position(Roi roi) {
        return roi.hasHyperStackPosition()
                ? ", slice %d, frame %d".formatted(roi.getZPosition(), roi.getTPosition())
                : roi.getPosition() > 0 ? ", slice " + roi.getPosition() : "";
    }

    /** A stack with one long axis has positions counted along it, as ImageJ has; others have slices and frames. */
    private static void place(Roi roi, Extent extent, int slice, int frame) {
        if (extent.slices() > 1 && extent.frames() > 1) {
            roi.setPosition(0, slice + 1, frame + 1);
        } else if (extent.slices() * extent.frames() > 1) {
            roi.setPosition(slice + frame + 1);
        }
    }

    private static boolean liesIn(Roi roi, Extent extent, int slice, int frame) {
        if (extent.slices() * extent.frames() == 1) {
            return true;
        }
        if (roi.hasHyperStackPosition()) {
            return (roi.getZPosition() == 0 || roi.getZPosition() == slice + 1)
                    && (roi.getTPosition() == 0 || roi.getTPosition() == frame + 1);
        }
        int position = roi.getPosition();
        return position <= 0 || (position - 1) / extent.channels() == slice + extent.slices() * frame;
    }
}
