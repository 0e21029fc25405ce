// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr;

import io.github.stencil.StencilException;
import io.github.stencil.zarr.array.Node;
import io.github.stencil.zarr.store.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What OME-NGFF metadata tell of an image: the first entry of {@code multiscales}, {@code omero} and {@code image-label}.
 *
 * @param axes the arrays' axes, the slowest first
 * @param levels the resolution levels, the finest first
 * @param channels names and windows of channels; none if nothing is told
 * @param labels whether it is a label image
 * @param planeLabels ImageJ's slice labels, where Stencil wrote the image and it had some
 */
record OmeImage(List<Axis> axes, List<Level> levels, List<Channel> channels, boolean labels, List<String> planeLabels) {
    /** Versions of the metadata that are read here. */
    private static final Set<String> VERSIONS = Set.of("0.4", "0.5");

    OmeImage {
        axes = List.copyOf(axes);
        levels = List.copyOf(levels);
        channels = List.copyOf(channels);
        planeLabels = List.copyOf(planeLabels);
    }

    /**
     * An axis.
     *
     * @param name t, c, z, y or x, or anything else
     * @param unit as OME-NGFF calls it; empty if none
     */
    record Axis(String name, String unit) {}

    /**
     * A resolution level.
     *
     * @param path where its array lies below the image's group
     * @param scale size of a pixel along each axis
     * @param translation centre of the first pixel along each axis
     */
    record Level(String path, List<Double> scale, List<Double> translation) {
        Level {
            scale = List.copyOf(scale);
            translation = List.copyOf(translation);
        }
    }

    /**
     * A channel.
     *
     * @param label its name; may be empty
     * @param colour six hexadecimal digits; empty if none is told
     * @param start the value shown darkest
     * @param end the value shown brightest; not above {@code start} if no window is told
     */
    record Channel(String label, String colour, double start, double end) {}

    /** Returns the attributes that OME-NGFF knows: in version 0.5 those under {@code ome}. */
    static Json ome(Node group) {
        Json attributes = group.attributes();
        return attributes.has("ome") ? attributes.object("ome") : attributes;
    }

    /** Returns whether a group's attributes are those of an image. */
    static boolean isOne(Json ome) {
        return ome.has("multiscales");
    }

    /**
     * Returns a group's image, as OME-NGFF describes it.
     *
     * @throws StencilException if it has none; names what it has instead
     */
    static OmeImage of(Node group) {
        Json ome = ome(group);
        if (isOne(ome)) {
            return read(ome, group.attributes());
        }
        if (ome.has("plate") || ome.has("well")) {
            throw StencilException.of(
                    "%s is a plate with many images. Name one, such as %s.",
                    group.name(), group.name() + (ome.has("plate") ? "/A/1/0" : "/0"));
        }
        List<String> labels = ome.texts("labels");
        if (!labels.isEmpty()) {
            throw StencilException.of(
                    "%s holds label images: %s. Name one, such as %s/%s.",
                    group.name(), String.join(", ", labels), group.name(), labels.get(0));
        }
        if (group.attributes().has("bioformats2raw.layout") || ome.has("bioformats2raw.layout")) {
            throw StencilException.of("%s holds several images. Name one, such as %s/0.", group.name(), group.name());
        }
        throw StencilException.of(
                "%s is a Zarr group without an image (no \"multiscales\" in its attributes). Name an image or an array in it.",
                group.name());
    }

    /**
     * Reads a group's attributes.
     *
     * @param ome in version 0.4 all attributes, in 0.5 those under {@code ome}
     * @param attributes all attributes
     * @throws StencilException if they do not follow the specification
     */
    static OmeImage read(Json ome, Json attributes) {
        List<Json> images = ome.objects("multiscales");
        if (images.isEmpty()) {
            throw ome.wrong("multiscales", "a list with an image");
        }
        Json image = images.get(0);
        String version = ome.text("version", image.text("version", "0.4"));
        if (!VERSIONS.contains(version)) {
            throw StencilException.of(
                    "%s is written after OME-NGFF %s, but 0.4 and 0.5 are read here. Convert it.",
                    ome.where(), version);
        }
        List<Axis> axes = image.objects("axes").stream()
                .map(axis -> new Axis(axis.text("name").toLowerCase(Locale.ROOT), axis.text("unit", "")))
                .toList();
        Set<String> names = new HashSet<>();
        if (axes.isEmpty() || !axes.stream().allMatch(axis -> names.add(axis.name()))) {
            throw image.wrong("axes", "a list of axes of different names");
        }
        List<Level> levels = new ArrayList<>();
        for (Json level : image.objects("datasets")) {
            levels.add(level(level, image.objectsIfAny("coordinateTransformations"), axes.size()));
        }
        if (levels.isEmpty()) {
            throw image.wrong("datasets", "a list with an array");
        }
        return new OmeImage(
                axes,
                levels,
                channels(ome),
                ome.has("image-label"),
                attributes.objectIfAny("imagej").texts("labels"));
    }

    private static Level level(Json dataset, List<Json> all, int axes) {
        String path = dataset.text("path");
        if (path.startsWith("/")
                || path.contains("\\")
                || Arrays.asList(path.split("/")).contains("..")) {
            throw dataset.wrong("path", "a path below the image");
        }
        double[] scale = new double[axes];
        Arrays.fill(scale, 1);
        double[] translation = new double[axes];
        List<Json> steps = new ArrayList<>(dataset.objectsIfAny("coordinateTransformations"));
        steps.addAll(all);
        for (Json step : steps) {
            switch (step.text("type")) {
                case "identity" -> {}
                case "scale" -> {
                    double[] factors = numbers(step, "scale", axes);
                    for (int d = 0; d < axes; d++) {
                        scale[d] *= factors[d];
                        translation[d] *= factors[d];
                    }
                }
                case "translation" -> {
                    double[] shift = numbers(step, "translation", axes);
                    for (int d = 0; d < axes; d++) {
                        translation[d] += shift[d];
                    }
                }
                default -> throw step.wrong("type", "scale or translation, which alone are read here");
            }
        }
        return new Level(
                path,
                Arrays.stream(scale).boxed().toList(),
                Arrays.stream(translation).boxed().toList());
    }

    private static double[] numbers(Json step, String key, int axes) {
        double[] numbers = step.numbers(key);
        if (numbers.length != axes) {
            throw step.wrong(key, "a list of %d numbers".formatted(axes));
        }
        if (key.equals("scale") && Arrays.stream(numbers).anyMatch(factor -> factor <= 0)) {
            throw step.wrong(key, "a list of numbers above 0");
        }
        return numbers;
    }

    private static List<Channel> channels(Json ome) {
        List<Channel> channels = new ArrayList<>();
        for (Json channel : ome.objectIfAny("omero").objectsIfAny("channels")) {
            Json window = channel.objectIfAny("window");
            String colour = channel.text("color", "");
            channels.add(new Channel(
                    channel.text("label", ""),
                    colour.matches("[0-9A-Fa-f]{6}") ? colour : "",
                    window.number("start", 0),
                    window.number("end", 0)));
        }
        return channels;
    }
}
