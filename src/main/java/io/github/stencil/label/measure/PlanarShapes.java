// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.measure;

import ij.ImagePlus;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import java.awt.Polygon;

/** Shapes of objects of a plane, of which ImageJ measures the outline. */
final class PlanarShapes {
    private static final int FERET = 0;
    private static final int MIN_FERET = 2;
    private static final double PIXEL_VARIANCE = 1.0 / 12; // of a square of side 1

    private final double[] spacing;
    private final ImagePlus scale;

    PlanarShapes(Calibration units) {
        spacing = new double[] {units.pixelWidth, units.pixelHeight, units.pixelDepth};
        scale = new ImagePlus("", new ByteProcessor(1, 1)); // from which ROIs have the size of a pixel
        scale.setCalibration(units);
    }

    /**
     * Measures an object.
     *
     * @param outline of its pixels, which gets the size of a pixel
     * @param moments of its pixels
     */
    PlanarShape of(Roi outline, Moments moments) {
        outline.setImage(scale);
        double area = moments.pixels() * spacing[0] * spacing[1];
        double perimeter = outline.getLength();
        Polygon hull = outline.getConvexHull();
        Roi around = new PolygonRoi(hull, Roi.POLYGON); // has the same diameters, and fewer corners
        around.setImage(scale);
        double[] feret = around.getFeretValues();
        return new PlanarShape(
                perimeter,
                Math.min(1, 4 * Math.PI * area / (perimeter * perimeter)),
                feret[FERET],
                feret[MIN_FERET],
                aspectRatio(moments),
                moments.pixels() / area(hull));
    }

    private double aspectRatio(Moments moments) {
        double[] of = moments.covariances(spacing);
        double xx = of[0] + PIXEL_VARIANCE * spacing[0] * spacing[0];
        double yy = of[1] + PIXEL_VARIANCE * spacing[1] * spacing[1];
        double xy = of[3];
        double root = Math.hypot((xx - yy) / 2, xy);
        double middle = (xx + yy) / 2;
        return Math.sqrt((middle + root) / (middle - root));
    }

    /** Returns the area of a polygon, by the shoelace formula. */
    private static double area(Polygon polygon) {
        long twice = 0;
        for (int i = 0; i < polygon.npoints; i++) {
            int next = (i + 1) % polygon.npoints;
            twice += (long) polygon.xpoints[i] * polygon.ypoints[next]
                    - (long) polygon.xpoints[next] * polygon.ypoints[i];
        }
        return Math.abs(twice) / 2.0;
    }
}
