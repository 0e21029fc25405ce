// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import ij.process.LUT;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Writes OME-NGFF metadata. */
final class OmeWriter {
    /** What labels are halved by. */
    static final String MODE = "mode";

    private static final int MOST_LABELS = 1 << 16;
    private static final List<String> NAMES = List.of("x", "y", "c", "z", "t");
    private static final List<String> TYPES = List.of("space", "space", "channel", "space", "time");
    private static final List<Integer> SLOWEST_FIRST = List.of(4, 2, 3, 1, 0);

    private OmeWriter() {}

    /** Returns the axes of an image, by their places in X, Y, C, Z, T, the slowest first: Y and X, and those it has. */
    static OmeAxes axes(Extent extent) {
        int[] sizes = {extent.width(), extent.height(), extent.channels(), extent.slices(), extent.frames()};
        return new OmeAxes(
                SLOWEST_FIRST.stream().filter(our -> our < 2 || sizes[our] > 1).toList());
    }

    /** Returns the names of axes. */
    static List<String> names(OmeAxes axes) {
        return axes.ours().stream().map(NAMES::get).toList();
    }

    /** Returns the attributes of an image's group, for Zarr version 2 or 3. */
    static JsonObject attributes(Description image, OmeAxes axes, List<Halving> levels, int version) {
        JsonObject multiscale = new JsonObject();
        multiscale.addProperty("name", image.stem());
        multiscale.add("axes", axes(image, axes));
        multiscale.add("datasets", datasets(image, axes, levels));
        if (levels.size() > 1) {
            multiscale.addProperty("type", image.labels() ? MODE : "mean");
        }
        JsonArray multiscales = new JsonArray();
        multiscales.add(multiscale);
        JsonObject ome = new JsonObject();
        JsonObject all = version == 2 ? ome : new JsonObject();
        if (version == 2) {
            multiscale.addProperty("version", "0.4");
        } else {
            ome.addProperty("version", "0.5");
            all.add("ome", ome);
        }
        ome.add("multiscales", multiscales);
        if (image.labels() && image.extent().channels() == 1) {
            JsonObject label = new JsonObject();
            label.addProperty("version", version == 2 ? "0.4" : "0.5");
            ome.add("image-label", label);
        }
        boolean byChannel = labelsAreNamesOfChannels(image) && !image.luts().isEmpty();
        if (!image.luts().isEmpty()) {
            JsonObject omero = new JsonObject();
            omero.add("channels", channels(image, byChannel));
            ome.add("omero", omero);
        }
        if (!byChannel && !image.planeLabels().isEmpty() && image.planeLabels().size() <= MOST_LABELS) {
            JsonArray labels = new JsonArray();
            image.planeLabels().forEach(labels::add);
            JsonObject imagej = new JsonObject();
            imagej.add("labels", labels);
            all.add("imagej", imagej);
        }
        return all;
    }

    private static boolean labelsAreNamesOfChannels(Description image) {
        List<String> labels = image.planeLabels();
        int channels = image.extent().channels();
        for (int plane = 0; plane < labels.size(); plane++) {
            if (!labels.get(plane).equals(labels.get(plane % channels))) {
                return false;
            }
        }
        return true;
    }

    private static JsonArray axes(Description image, OmeAxes axes) {
        JsonArray list = new JsonArray();
        for (int our : axes.ours()) {
            JsonObject axis = new JsonObject();
            axis.addProperty("name", NAMES.get(our));
            axis.addProperty("type", TYPES.get(our));
            String unit = OmeCalibration.unit(image.calibration(), our);
            if (!unit.isEmpty()) {
                axis.addProperty("unit", unit);
            }
            list.add(axis);
        }
        return list;
    }

    private static JsonArray datasets(Description image, OmeAxes axes, List<Halving> levels) {
        List<Double> scale = OmeCalibration.scale(image.calibration());
        List<Double> translation = OmeCalibration.translation(image.calibration());
        JsonArray datasets = new JsonArray();
        for (int i = 0; i < levels.size(); i++) {
            JsonArray factors = new JsonArray();
            JsonArray shifts = new JsonArray();
            boolean shifted = false;
            for (int our : axes.ours()) {
                double factor = levels.get(i).factor(our);
                double shift = translation.get(our) + (factor - 1) / 2 * scale.get(our); // centre of the first pixel
                factors.add(scale.get(our) * factor);
                shifts.add(shift);
                shifted |= shift != 0;
            }
            JsonArray steps = new JsonArray();
            steps.add(step("scale", factors));
            if (shifted) {
                steps.add(step("translation", shifts));
            }
            JsonObject dataset = new JsonObject();
            dataset.addProperty("path", String.valueOf(i));
            dataset.add("coordinateTransformations", steps);
            datasets.add(dataset);
        }
        return datasets;
    }

    private static JsonObject step(String type, JsonArray numbers) {
        JsonObject step = new JsonObject();
        step.addProperty("type", type);
        step.add(type, numbers);
        return step;
    }

    private static JsonArray channels(Description image, boolean named) {
        int count = image.extent().channels();
        List<LUT> luts = new ArrayList<>(image.luts());
        if (luts.size() < count) {
            luts = Collections.nCopies(count, luts.get(0));
        }
        JsonArray channels = new JsonArray();
        for (int c = 0; c < count; c++) {
            LUT lut = luts.get(c);
            JsonObject window = new JsonObject();
            window.addProperty("min", image.type().leastValue());
            window.addProperty(
                    "max", image.type().isInteger() ? image.type().fullValue() : Math.max(1, finite(lut.max)));
            window.addProperty("start", finite(lut.min));
            window.addProperty("end", finite(lut.max));
            JsonObject channel = new JsonObject();
            String label = named ? image.planeLabel(c) : null;
            channel.addProperty("label", label == null ? "" : label);
            channel.addProperty(
                    "color",
                    String.format(Locale.ROOT, "%06X", image.labels() ? 0xffffff : lut.getRGB(255) & 0xffffff));
            channel.add("active", new JsonPrimitive(true));
            channel.add("window", window);
            channels.add(channel);
        }
        return channels;
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : 0;
    }
}
