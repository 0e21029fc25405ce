package io.github.stencil.axes;

import ij.measure.Calibration;
import java.util.Map;

/** Pixel size and time between frames as the OME data model tells them, for ImageJ. */
final class OmeScale {
    private static final String MICRON = "\u00b5m";
    private static final Map<String, Double> METRES = Map.ofEntries(
            Map.entry("pm", 1e-12),
            Map.entry("\u00c5", 1e-10),
            Map.entry("nm", 1e-9),
            Map.entry(MICRON, 1e-6),
            Map.entry("mm", 1e-3),
            Map.entry("cm", 1e-2),
            Map.entry("dm", 1e-1),
            Map.entry("m", 1.0),
            Map.entry("km", 1e3),
            Map.entry("in", 0.0254));
    private static final Map<String, Double> SECONDS = Map.of(
            "ns", 1e-9, "\u00b5s", 1e-6, "ms", 1e-3, "s", 1.0, "min", 60.0, "h", 3600.0, "d", 86_400.0);

    private OmeScale() {}

    /** Returns pixel size and frame interval; sizes along Y and Z in the unit of X, the interval in seconds. */
    static Calibration of(Map<String, String> pixels) {
        Calibration calibration = new Calibration();
        String unit = unit(pixels.getOrDefault("PhysicalSizeXUnit", MICRON));
        double x = size(pixels, "X", unit);
        double y = size(pixels, "Y", unit);
        double z = size(pixels, "Z", unit);
        if (x > 0 || y > 0) {
            calibration.setUnit(unit.equals("reference frame") ? "pixel" : unit);
            calibration.pixelWidth = x > 0 ? x : y;
            calibration.pixelHeight = y > 0 ? y : x;
            calibration.pixelDepth = z > 0 ? z : 1;
        }
        double interval = number(pixels, "TimeIncrement");
        if (interval > 0) {
            calibration.frameInterval = interval * SECONDS.getOrDefault(unit(pixels.getOrDefault("TimeIncrementUnit", "s")), 1.0);
            calibration.setTimeUnit("sec");
        }
        return calibration;
    }

    private static double size(Map<String, String> pixels, String axis, String wanted) {
        String unit = unit(pixels.getOrDefault("PhysicalSize" + axis + "Unit", MICRON));
        double size = number(pixels, "PhysicalSize" + axis);
        double from = METRES.getOrDefault(unit, 0.0);
        double to = METRES.getOrDefault(wanted, 0.0);
        return unit.equals(wanted) || from == 0 || to == 0 ? size : size * (from / to);
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
            return 0;
        }
    }
}
