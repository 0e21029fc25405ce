// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr;

import ij.measure.Calibration;
import java.util.List;

/** ImageJ's calibration as scales, translations and units, and back. */
final class OmeCalibration {
    private static final int X = 0;
    private static final int Y = 1;
    private static final int Z = 3;
    private static final int T = 4;

    private OmeCalibration() {}

    /** Returns the calibration of a level. */
    static Calibration read(OmeImage image, OmeImage.Level level, OmeAxes axes) {
        Calibration calibration = new Calibration();
        String unit = Units.spaceForImageJ(unit(image, axes, X));
        if (!unit.isEmpty()) {
            calibration.setUnit(unit);
        }
        calibration.pixelWidth = scale(level, axes, X);
        calibration.pixelHeight = scale(level, axes, Y);
        calibration.pixelDepth = scale(level, axes, Z);
        String yUnit = Units.spaceForImageJ(unit(image, axes, Y));
        if (!yUnit.equals(unit) && !yUnit.isEmpty()) {
            calibration.setYUnit(yUnit);
        }
        String zUnit = Units.spaceForImageJ(unit(image, axes, Z));
        if (!zUnit.equals(unit) && !zUnit.isEmpty()) {
            calibration.setZUnit(zUnit);
        }
        calibration.xOrigin = origin(level, axes, X);
        calibration.yOrigin = origin(level, axes, Y);
        calibration.zOrigin = origin(level, axes, Z);
        String time = unit(image, axes, T);
        if (axes.find(T) >= 0 && !(time.isEmpty() && scale(level, axes, T) == 1)) {
            calibration.frameInterval = scale(level, axes, T);
            calibration.setTimeUnit(time.isEmpty() ? "sec" : Units.timeForImageJ(time));
        }
        return calibration;
    }

    private static String unit(OmeImage image, OmeAxes axes, int our) {
        int axis = axes.find(our);
        return axis < 0 ? "" : image.axes().get(axis).unit();
    }

    private static double scale(OmeImage.Level level, OmeAxes axes, int our) {
        int axis = axes.find(our);
        return axis < 0 ? 1 : level.scale().get(axis);
    }

    /** ImageJ's origin is the pixel whose coordinate is 0. */
    private static double origin(OmeImage.Level level, OmeAxes axes, int our) {
        int axis = axes.find(our);
        double origin =
                axis < 0 ? 0 : -level.translation().get(axis) / level.scale().get(axis);
        return origin == 0 ? 0 : origin; // no negative zero
    }

    /** Returns the unit of one of our axes as OME-NGFF calls it; empty if it has none. */
    static String unit(Calibration calibration, int our) {
        return switch (our) {
            case X -> Units.space(calibration.getXUnit());
            case Y -> Units.space(calibration.getYUnit());
            case Z -> Units.space(calibration.getZUnit());
            case T -> calibration.frameInterval == 0 ? "" : Units.time(calibration.getTimeUnit());
            default -> "";
        };
    }

    /** Returns the size of a pixel along each of X, Y, C, Z and T. */
    static List<Double> scale(Calibration calibration) {
        return List.of(
                positive(calibration.pixelWidth),
                positive(calibration.pixelHeight),
                1.0,
                positive(calibration.pixelDepth),
                positive(calibration.frameInterval));
    }

    /** Returns the coordinate of the first pixel along each of X, Y, C, Z and T. */
    static List<Double> translation(Calibration calibration) {
        List<Double> scale = scale(calibration);
        return List.of(
                finite(-calibration.xOrigin * scale.get(X)),
                finite(-calibration.yOrigin * scale.get(Y)),
                0.0,
                finite(-calibration.zOrigin * scale.get(Z)),
                0.0);
    }

    /** JSON has no other numbers. */
    private static double finite(double number) {
        return Double.isFinite(number) ? number + 0.0 : 0;
    }

    private static double positive(double size) {
        return size > 0 && Double.isFinite(size) ? size : 1;
    }
}
