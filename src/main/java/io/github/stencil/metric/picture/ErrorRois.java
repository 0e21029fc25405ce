// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric.picture;

import ij.gui.Roi;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.label.rois.LabelRois;
import io.github.stencil.metric.Comparison;
import io.github.stencil.metric.ImageObjects;
import io.github.stencil.metric.ObjectMatch;
import io.github.stencil.metric.ObjectMatching;
import io.github.stencil.metric.ObjectStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Outlines objects as ROIs that tell what became of them. */
public final class ErrorRois {
    /** The property of a ROI that holds the object's status, such as "missed split". */
    public static final String STATUS = "status";
    /** The property of a ROI that says from which map it is: "truth" or "prediction". */
    public static final String MAP = "map";

    private ErrorRois() {}

    /**
     * Outlines objects without a report of progress; see {@link #trace(Comparison, List, Progress)}.
     *
     * @throws StencilException if a pixel is no label
     */
    public static List<Roi> trace(Comparison maps, List<ImageObjects> images) {
        return trace(maps, images, Progress.NONE);
    }

    /**
     * Outlines every predicted object, and the true ones that are missed or split, plane by plane. Groups are not set.
     *
     * @param maps of objects, that were matched
     * @param images what became of the objects, from {@link ObjectMatching} with the same maps
     * @param progress hears planes
     * @return in pixels of the maps, named by label, place in the stack and status, such as "17 z3 matched", with the
     *     properties {@link #STATUS} and {@link #MAP} and the colours of {@link ObjectPicture}; predicted ones first
     * @throws StencilException if a pixel is no label
     */
    public static List<Roi> trace(Comparison maps, List<ImageObjects> images, Progress progress) {
        List<Roi> rois = new ArrayList<>();
        add(rois, maps, false, images, progress);
        add(rois, maps, true, images, progress);
        return rois;
    }

    private static void add(
            List<Roi> rois, Comparison maps, boolean ofTruth, List<ImageObjects> images, Progress progress) {
        AxisImage map = ofTruth ? maps.truth() : maps.prediction();
        List<Map<Long, ObjectMatch>> matches = new ArrayList<>();
        for (ImageObjects image : images) {
            Map<Long, ObjectMatch> byLabel = new HashMap<>();
            for (ObjectMatch match : image.matches()) {
                long label = ofTruth ? match.truth() : match.prediction();
                if (label != 0) {
                    byLabel.put(label, match);
                }
            }
            matches.add(byLabel);
        }
        for (LabelRois.LabelRoi outline : LabelRois.trace(map, progress)) {
            int image = maps.space().image(map.extent(), outline.slice(), outline.frame());
            ObjectMatch match = matches.get(image).get(outline.label());
            if (match == null || (ofTruth && match.status() == ObjectStatus.MATCHED && !match.split())) {
                continue; // of ignored pixels alone, or drawn as it was predicted
            }
            String status = status(match, ofTruth);
            Roi roi = outline.roi();
            roi.setName(roi.getName() + " " + status);
            roi.setProperty(STATUS, status);
            roi.setProperty(MAP, ofTruth ? "truth" : "prediction");
            ObjectPicture drawn = ofTruth ? ObjectPicture.ofTruth(match) : ObjectPicture.ofPrediction(match);
            roi.setStrokeColor(drawn.colour().ink());
            rois.add(roi);
        }
    }

    private static String status(ObjectMatch match, boolean ofTruth) {
        return match.status() + (ofTruth ? (match.split() ? " split" : "") : match.merged() ? " merged" : "");
    }
}
