// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import ij.measure.Calibration;
import io.github.stencil.StencilException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How large a pixel is, from the calibrations of two images. */
final class PixelSpacing {
    private static final double TOLERANCE = 1e-4; // calibrations in TIFF files are rounded

    private PixelSpacing() {}

    /**
     * Returns the size of a pixel along X, Y and, of three axes, Z: the calibration of the truth, or of the prediction
     * if only that has one.
     *
     * @throws StencilException if both are calibrated and differ along these axes
     */
    static double[] of(Comparison maps, int axes) {
        Calibration truth = maps.truth().description().calibration();
        Calibration prediction = maps.prediction().description().calibration();
        if (truth.scaled() && prediction.scaled() && !same(truth, prediction, axes)) {
            throw StencilException.of(
                    "A pixel of the truth \"%s\" is %s but one of the prediction \"%s\" is %s. Calibrate both alike (Image > Properties), or leave boundary out.",
                    maps.truth().title(), text(truth, axes), maps.prediction().title(), text(prediction, axes));
        }
        double[] spacing = sizes(truth.scaled() ? truth : prediction, axes);
        for (double size : spacing) {
            if (!(size > 0 && Double.isFinite(size))) {
                throw StencilException.of(
                        "A pixel of \"%s\" is %s large, so distances have no meaning. Set its size with Image > Properties.",
                        maps.truth().title(), text(truth.scaled() ? truth : prediction, axes));
            }
        }
        return spacing;
    }

    private static double[] sizes(Calibration calibration, int axes) {
        return axes == 2
                ? new double[] {calibration.pixelWidth, calibration.pixelHeight}
                : new double[] {calibration.pixelWidth, calibration.pixelHeight, calibration.pixelDepth};
    }

    private static boolean same(Calibration a, Calibration b, int axes) {
        double[] sizes = sizes(a, axes);
        double[] others = sizes(b, axes);
        for (int axis = 0; axis < axes; axis++) {
            if (Math.abs(sizes[axis] - others[axis]) > TOLERANCE * Math.abs(sizes[axis])) {
                return false;
            }
        }
        return unit(a).equals(unit(b));
    }

    private static String unit(Calibration calibration) {
        String unit = calibration.getUnits().toLowerCase(Locale.ROOT).strip();
        return switch (unit) {
            case "um", "\u00b5m", "\u03bcm", "micron", "micrometer", "micrometre", "micrometers", "micrometres" ->
                "microns";
            case "pixel" -> "pixels";
            default -> unit;
        };
    }

    private static String text(Calibration calibration, int axes) {
        return Arrays.stream(sizes(calibration, axes))
                        .mapToObj(PixelSpacing::rounded)
                        .collect(Collectors.joining(" x "))
                + " " + calibration.getUnits();
    }

    private static String rounded(double size) {
        return Double.isFinite(size)
                ? BigDecimal.valueOf(size)
                        .round(new MathContext(5))
                        .stripTrailingZeros()
                        .toPlainString()
                : String.valueOf(size);
    }
}
