// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Units as ImageJ and OME-NGFF call them. A unit that neither list has keeps its name. */
final class Units {
    private static final Map<String, String> SPACE = Map.of(
            "\u00b5m", "micrometer",
            "nm", "nanometer",
            "mm", "millimeter",
            "cm", "centimeter",
            "m", "meter",
            "km", "kilometer",
            "pm", "picometer",
            "A", "angstrom",
            "inch", "inch");
    private static final Map<String, String> TIME = Map.of(
            "sec",
            "second",
            "msec",
            "millisecond",
            "usec",
            "microsecond",
            "min",
            "minute",
            "hour",
            "hour",
            "day",
            "day");
    private static final Map<String, String> SPACE_BACK = back(SPACE);
    private static final Map<String, String> TIME_BACK = back(TIME);
    private static final Map<String, String> SYNONYMS = Map.ofEntries(
            Map.entry("um", "\u00b5m"),
            Map.entry("\u03bcm", "\u00b5m"),
            Map.entry("micron", "\u00b5m"),
            Map.entry("microns", "\u00b5m"),
            Map.entry("inches", "inch"),
            Map.entry("in", "inch"),
            Map.entry("\u00c5", "A"),
            Map.entry("s", "sec"),
            Map.entry("seconds", "sec"),
            Map.entry("ms", "msec"),
            Map.entry("us", "usec"),
            Map.entry("\u00b5s", "usec"),
            Map.entry("minutes", "min"),
            Map.entry("h", "hour"),
            Map.entry("hours", "hour"));

    private Units() {}

    /** Returns OME-NGFF's name for ImageJ's unit of length; empty for pixels. */
    static String space(String unit) {
        String known = SYNONYMS.getOrDefault(unit, unit);
        return known.toLowerCase(Locale.ROOT).startsWith("pixel") ? "" : SPACE.getOrDefault(known, known);
    }

    /** Returns OME-NGFF's name for ImageJ's unit of time. */
    static String time(String unit) {
        String known = SYNONYMS.getOrDefault(unit, unit);
        return TIME.getOrDefault(known, known);
    }

    /** Returns ImageJ's name for OME-NGFF's unit of length. */
    static String spaceForImageJ(String unit) {
        return SPACE_BACK.getOrDefault(unit, unit);
    }

    /** Returns ImageJ's name for OME-NGFF's unit of time. */
    static String timeForImageJ(String unit) {
        return TIME_BACK.getOrDefault(unit, unit);
    }

    private static Map<String, String> back(Map<String, String> names) {
        return names.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
    }
}
