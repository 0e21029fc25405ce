// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import ij.measure.Calibration;
import ij.process.LUT;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All of an image but its pixels. A result is described before its first pixel is computed, mostly as its input with
 * something changed.
 *
 * @param title the window's title
 * @param type what a value is
 * @param extent how far the image reaches
 * @param rgb whether the three 8-bit channels are one RGB image
 * @param calibration pixel size, units and value calibration; a copy of the image's own. That signed 16-bit numbers are
 *     such is told by the type alone
 * @param planeLabels a label per plane, in stack order, empty where there is none; or no labels at all
 * @param luts a colour table per channel, whose min and max are the display range in the image's true values; or one for all; or none
 * @param composite ImageJ's display mode for channels, {@code CompositeImage.COMPOSITE} and kin; 0 for none
 * @param labels whether values are names of things, such as classes, objects or the inside of a mask, and have no mean
 */
public record Description(
        String title,
        PixelType type,
        Extent extent,
        boolean rgb,
        Calibration calibration,
        List<String> planeLabels,
        List<LUT> luts,
        int composite,
        boolean labels) {

    private static final Pattern ENDING =
            Pattern.compile("(.)(?:(?i:(?:\\.ome)?\\.zarr(?:\\.zip)?|\\.geojson)|\\.[A-Za-z][A-Za-z0-9]{0,4})$");

    /** Copies what could change. */
    public Description {
        calibration = calibration.copy();
        if (type == PixelType.INT16) {
            calibration.disableDensityCalibration();
        }
        planeLabels = List.copyOf(planeLabels);
        luts = List.copyOf(luts);
    }

    /** Describes an image with nothing known but its size. */
    public static Description of(String title, PixelType type, Extent extent) {
        return new Description(title, type, extent, false, new Calibration(), List.of(), List.of(), 0, false);
    }

    /** Returns the title without a file name's ending. */
    public String stem() {
        return stem(title);
    }

    /** Returns a file's name or an image's title without the ending that names a format. */
    public static String stem(String title) {
        return ENDING.matcher(title).replaceFirst("$1");
    }

    /** Returns this description with the title STEM-suffix. */
    public Description derived(String suffix) {
        return withTitle(stem() + "-" + suffix);
    }

    /** Returns this description with another title. */
    public Description withTitle(String other) {
        return new Description(other, type, extent, rgb, calibration, planeLabels, luts, composite, labels);
    }

    /** Returns this description with another size of pixels; the calibration is copied. */
    public Description withCalibration(Calibration other) {
        return new Description(title, type, extent, rgb, other, planeLabels, luts, composite, labels);
    }

    /** Returns this description for values of another type; the display range and value calibration are dropped. */
    public Description withType(PixelType other) {
        Calibration plain = calibration.copy();
        plain.disableDensityCalibration();
        return other == type && !rgb
                ? this
                : new Description(title, other, extent, false, plain, planeLabels, List.of(), 0, labels);
    }

    /** Returns this description with another extent, labels for its planes and nothing of the old display. */
    public Description withExtent(Extent other, List<String> names) {
        return new Description(title, type, other, false, calibration, names, List.of(), 0, labels);
    }

    /** Returns this description with colour tables, whose min and max are the display range. */
    public Description withLuts(List<LUT> tables, int mode) {
        return new Description(title, type, extent, rgb, calibration, planeLabels, tables, mode, labels);
    }

    /** Returns this description for values that are names of things, or for values that are not. */
    public Description withLabels(boolean names) {
        return new Description(title, type, extent, rgb, calibration, planeLabels, luts, composite, names);
    }

    /**
     * Returns the description of names of things, such as classes, that are made of this image: its calibration but that
     * of values, and nothing of its display.
     *
     * @param suffix of the title, which is STEM-suffix
     * @param size how far the result reaches
     * @param names a label per plane, or none
     * @param tables as {@link #luts}
     * @param mode as {@link #composite}
     */
    public Description named(
            String suffix, PixelType kind, Extent size, List<String> names, List<LUT> tables, int mode) {
        Calibration plain = calibration.copy();
        plain.disableDensityCalibration();
        return new Description(stem() + "-" + suffix, kind, size, false, plain, names, tables, mode, true);
    }

    /** Returns a plane's label, or null if it has none. */
    public @Nullable String planeLabel(int plane) {
        String label = plane < planeLabels.size() ? planeLabels.get(plane) : "";
        return label.isEmpty() ? null : label;
    }
}
