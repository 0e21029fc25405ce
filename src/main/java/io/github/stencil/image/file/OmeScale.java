// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.file;

import ij.measure.Calibration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pixel size and time between frames as the OME data model tells them, for ImageJ. */
final class OmeScale {
    private static final String MICRON = "\u00b5m";
    private static final Map<String, Integer> POWERS_OF_METRES =
            Map.of("pm", -12, "\u00c5", -10, "nm", -9, MICRON, -6, "mm", -3, "cm", -2, "dm", -1, "m", 0, "km", 3);
    private static final Map<String, Double> SECONDS =
            Map.of("ns", 1e-9, "\u00b5s", 1e-6, "ms", 1e-3, "s", 1.0, "min", 60.0, "h", 3600.0, "d", 86_400.0);

    private OmeScale() {}

    /** Returns pixel size and frame interval; sizes along Y and Z in the unit of X, the interval in seconds. */
    static Calibration of(Map<String, String> pixels) {
        Calibration calibration = new Calibration();
        String unit = unit(pixels, "X");
        double x = size(pixels, "X", unit);
        double y = size(pixels, "Y", unit);
        double z = size(pixels, "Z", unit);
        if (x > 0 || y > 0) {
            calibration.setUnit(unit);
            calibration.setYUnit(comparable(pixels, "Y", unit));
            calibration.setZUnit(comparable(pixels, "Z", unit));
            calibration.pixelWidth = x > 0 ? x : y;
            calibration.pixelHeight = y > 0 ? y : x;
            calibration.pixelDepth = z > 0 ? z : 1;
        }
        double interval = number(pixels, "TimeIncrement");
        if (interval > 0) {
            calibration.frameInterval =
                    interval * SECONDS.getOrDefault(unit(pixels.getOrDefault("TimeIncrementUnit", "s")), 1.0);
            calibration.setTimeUnit("sec");
        }
        return calibration;
    }

    private static String unit(Map<String, String> pixels, String axis) {
        String unit = unit(pixels.getOrDefault("PhysicalSize" + axis + "Unit", MICRON));
        return unit.equals("reference frame") ? "pixel" : unit;
    }

    /** Returns a size in the unit wanted; in its own where there is no way from one to the other. */
    private static double size(Map<String, String> pixels, String axis, String wanted) {
        double size = number(pixels, "PhysicalSize" + axis);
        Integer from = POWERS_OF_METRES.get(unit(pixels, axis));
        Integer to = POWERS_OF_METRES.get(wanted);
        if (from == null || to == null) {
            return size;
        }
        return from >= to ? size * Math.pow(10, from - to) : size / Math.pow(10, to - from);
    }

    /** Returns the unit of an axis if its sizes cannot be told in the unit of X; null for that unit. */
    private static @Nullable String comparable(Map<String, String> pixels, String axis, String wanted) {
        String unit = unit(pixels, axis);
        boolean both = POWERS_OF_METRES.containsKey(unit) && POWERS_OF_METRES.containsKey(wanted);
        return both || number(pixels, "PhysicalSize" + axis) == 0 ? null : unit;
    }

    /** Returns a unit with the letter for micro that ImageJ has. */
    private static String unit(String name) {
        String one = name.strip().replace('\u03bc', '\u00b5');
        return one.equals("um") || one.equals("micron") ? MICRON : one.equals("us") ? "\u00b5s" : one;
    }

    /** Returns a positive number; 0 for anything else. */
    private static double number(Map<String, String> pixels, String name) {
        try {
            double value = Double.parseDouble(pixels.getOrDefault(name, "0"));
            return value > 0 && value < Double.POSITIVE_INFINITY ? value : 0;
        } catch (NumberFormatException e) {
            return 0; // a size that is no number is not known
        }
    }
}
