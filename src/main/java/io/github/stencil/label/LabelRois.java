package io.github.stencil.label;

import ij.gui.Roi;
import ij.process.ImageProcessor;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.axes.AxisImage;
import io.github.stencil.axes.Extent;
import io.github.stencil.axes.ImageSink;
import io.github.stencil.axes.ImageStore;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Label maps as ImageJ's ROIs, and back. Both ways are exact: drawing the ROIs of a label map by name gives that map.
 */
public final class LabelRois {
    /** A label alone, then anything that a space parts from it, then what ImageJ adds to make names unique. */
    private static final Pattern NAME = Pattern.compile("(\\d{1,10})(?:\\s.*|-\\d{1,2})?");

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
        /** The whole number at the start of its name, such as 17 of "17", "17 z3 t1" or "17-1". */
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
     * Outlines all labels of a label map, plane by plane.
     *
     * @param labels [X, Y, Z, T] of labels as {@link LabelReader} reads them; 0 is no object
     * @param progress hears planes
     * @return a ROI for each label of each plane, in stack order, then by label
     * @throws StencilException if the image has several channels, or a pixel is no label
     */
    public static List<LabelRoi> of(AxisImage labels, Progress progress) {
        Extent extent = labels.extent();
        LabelReader reader = LabelReader.of(labels);
        int[] plane = new int[extent.planeLength()];
        List<LabelRoi> rois = new ArrayList<>();
        for (int t = 0; t < extent.frames(); t++) {
            for (int z = 0; z < extent.slices(); z++) {
                progress.step(z + (long) extent.slices() * t, extent.planes());
                if (reader.read(extent.rows(0, extent.height() - 1, 0, 0, z, t), plane)) {
                    rois.addAll(of(plane, extent, z, t));
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
    static List<LabelRoi> of(int[] plane, Extent extent, int slice, int frame) {
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
     * Draws ROIs as labels. Where ROIs overlap, the later one is on top. A ROI without a position is drawn in every plane
     * that it may lie in.
     *
     * @param image gives the size, calibration and title; of its pixels nothing is read
     * @param rois areas; what reaches beyond the image is cut off
     * @param store where the result grows
     * @return a label map with the image's slices and frames, 16-bit, or 32-bit if a label is above 65,535, in whole
     *     numbers if one is above 16,777,216
     * @throws StencilException if a ROI has no inside or no label
     */
    public static AxisImage draw(AxisImage image, List<Roi> rois, By by, ImageStore store, Progress progress) {
        int[] labels = new int[rois.size()];
        long highest = 0;
        for (int i = 0; i < labels.length; i++) {
            long label = label(rois.get(i), i, by);
            labels[i] = (int) label;
            highest = Math.max(highest, label);
        }
        Extent extent = image.extent().withChannels(1);
        try (ImageSink sink =
                store.create(LabelSinks.describe(image.description(), "labels", highest, store.isWide()))) {
            int[] plane = new int[extent.planeLength()];
            for (int t = 0; t < extent.frames(); t++) {
                for (int z = 0; z < extent.slices(); z++) {
                    progress.step(z + (long) extent.slices() * t, extent.planes());
                    Arrays.fill(plane, 0);
                    for (int i = 0; i < labels.length; i++) {
                        if (liesIn(rois.get(i), image.extent(), z, t)) {
                            fill(plane, extent, rois.get(i), labels[i]);
                        }
                    }
                    LabelSinks.write(sink, z, t, plane, 0);
                }
            }
            progress.step(extent.planes(), extent.planes());
            return sink.finish();
        }
    }

    private static long label(Roi roi, int index, By by) {
        String name = String.valueOf(roi.getName());
        if (!roi.isArea()) {
            throw StencilException.of(
                    "The ROI \"%s\" is a %s, which has no inside. Remove it, or make it an area.",
                    name, roi.getTypeAsString().toLowerCase(Locale.ROOT));
        }
        return switch (by) {
            case ORDER -> index + 1;
            case GROUP -> {
                if (roi.getGroup() == 0) {
                    throw StencilException.of(
                            "The ROI \"%s\" is in no group. Give it one from 1 to 255, or choose Name or Order.", name);
                }
                yield roi.getGroup();
            }
            case NAME -> {
                Matcher number = NAME.matcher(name);
                if (!number.matches() || Long.parseLong(number.group(1)) > LabelSet.HIGHEST) {
                    throw StencilException.of(
                            "The ROI \"%s\" is not named by a label from 0 to %,d. Rename it, such as 17, or choose Order or Group.",
                            name, LabelSet.HIGHEST);
                }
                yield Long.parseLong(number.group(1));
            }
        };
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
        if (roi.hasHyperStackPosition()) {
            return (roi.getZPosition() == 0 || roi.getZPosition() == slice + 1)
                    && (roi.getTPosition() == 0 || roi.getTPosition() == frame + 1);
        }
        int position = roi.getPosition();
        return position <= 0
                || (position - 1) / extent.channels() == slice + extent.slices() * frame
                || extent.slices() * extent.frames() == 1;
    }

    private static void fill(int[] plane, Extent extent, Roi roi, int label) {
        Rectangle bounds = roi.getBounds();
        ImageProcessor mask = roi.getMask();
        int left = Math.max(0, bounds.x);
        int right = Math.min(extent.width(), bounds.x + bounds.width);
        int bottom = Math.min(extent.height(), bounds.y + bounds.height);
        for (int y = Math.max(0, bounds.y); y < bottom; y++) {
            int at = y * extent.width();
            if (mask == null) {
                Arrays.fill(plane, at + left, Math.max(at + left, at + right), label);
                continue;
            }
            for (int x = left; x < right; x++) {
                if (mask.get(x - bounds.x, y - bounds.y) != 0) {
                    plane[at + x] = label;
                }
            }
        }
    }
}
