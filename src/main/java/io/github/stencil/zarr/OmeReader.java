// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr;

import ij.CompositeImage;
import ij.measure.Calibration;
import ij.process.LUT;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.Luts;
import io.github.stencil.image.PixelType;
import io.github.stencil.zarr.array.ChunkValues;
import io.github.stencil.zarr.array.Node;
import io.github.stencil.zarr.array.ZarrArray;
import io.github.stencil.zarr.store.FolderStore;
import io.github.stencil.zarr.store.Store;
import io.github.stencil.zarr.store.ZipStore;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the image that a path names, and describes it. */
final class OmeReader {
    private static final String SEVERAL = "bioformats2raw.layout";
    private static final int LEVELS_ABOVE = 4;
    private static final double MOST_PIXELS = 1e16;
    private static final int MOST_LABELS = 1 << 16;
    private static final int LARGEST_PLANE = Integer.MAX_VALUE - 8;

    private OmeReader() {}

    /**
     * An image with one of its levels.
     *
     * @param level the level's array
     * @param image what the metadata tell; null for an array without any
     * @param index which level it is
     * @param group where the image lies; the array itself if there are no metadata
     */
    private record Found(Node level, @Nullable OmeImage image, int index, Node group) {}

    /**
     * Opens an image.
     *
     * @param level the resolution, 0 for the finest; must be 0 where the path itself names one
     * @param title what to call it
     * @throws StencilException if there is no such image, or it cannot be read here
     */
    static AxisImage open(ZarrPath place, int level, String title) {
        if (!Files.exists(place.store())) {
            throw StencilException.of("There is no %s. Give the path of an OME-Zarr image.", place.store());
        }
        return open(storeOf(place), place, level, title);
    }

    /** Opens a store that has just been written, under whatever name. */
    static AxisImage reopen(Path store, boolean zip, String title) {
        return open(new ZarrPath(store, "", zip), 0, title);
    }

    /**
     * Returns the folder or zip file of a path, to read keys from; of a zip file with one folder alone, that folder.
     *
     * @throws StencilException if it is a file of another kind, or cannot be read
     */
    static Store storeOf(ZarrPath place) {
        if (Files.isDirectory(place.store())) {
            return new FolderStore(place.store());
        }
        if (!place.zip()) {
            throw StencilException.of(
                    "%s is a file, but an OME-Zarr is a folder, or a zip file called .zarr.zip or .ozx. Choose another, or rename it.",
                    place.store());
        }
        try {
            ZipStore whole = ZipStore.open(place.store());
            return Node.read(whole, "") != null ? whole : whole.inOnlyFolder();
        } catch (IOException e) {
            throw StencilException.of(
                    e,
                    "%s cannot be read as a zip file (%s). Restore it.",
                    place.store(),
                    String.valueOf(e.getMessage()));
        }
    }

    /**
     * Opens an image of a store.
     *
     * @param level counted from 0, the finest; must be 0 where the path itself names a level
     * @param title what to call it
     */
    private static AxisImage open(Store store, ZarrPath path, int level, String title) {
        Node node = Node.read(store, path.inner());
        if (node == null) {
            throw StencilException.of(
                    "%s has no Zarr metadata (zarr.json, .zarray or .zgroup). Give the folder of an OME-Zarr image.",
                    path);
        }
        Found found = node.array() == null ? inGroup(node, level) : ofArray(node, level);
        ZarrArray array = Objects.requireNonNull(found.level().array());
        List<Integer> shape = array.metadata().grid().shape();
        OmeImage image = found.image();
        List<String> names = image != null
                ? image.axes().stream().map(OmeImage.Axis::name).toList()
                : named(array.metadata().names())
                        ? array.metadata().names()
                        : OmeAxes.guess(shape.size(), array.name());
        OmeAxes axes = OmeAxes.of(names, shape, array.name());
        Extent extent = axes.extent(shape);
        if ((double) extent.channels() * extent.slices() * extent.frames() > Integer.MAX_VALUE) {
            throw StencilException.of("%s has more planes than ImageJ can count. Choose another image.", array.name());
        }
        if ((double) extent.planePixels() * extent.planes() > MOST_PIXELS) {
            throw StencilException.of("%s has more pixels than can be counted. Restore it.", array.name());
        }
        boolean labels = image != null && image.labels();
        PixelType type = ChunkValues.pixelType(array.metadata().type(), labels);
        Description plain = Description.of(title, type, extent).withLabels(labels);
        Description described = image == null ? plain : describe(plain, image, found.index(), axes);
        String advice = extent.planePixels() <= LARGEST_PLANE ? "" : advice(found, path);
        return AxisImage.of(described, new ZarrPixels(array, axes, type), path.store(), advice);
    }

    private static boolean named(List<String> names) {
        return names.contains("y") && names.contains("x");
    }

    private static Found inGroup(Node group, int level) {
        Node at = group;
        boolean several = group.attributes().has(SEVERAL) || OmeImage.ome(group).has(SEVERAL);
        if (!OmeImage.isOne(OmeImage.ome(group)) && several) {
            Node first = Node.read(group.store(), child(group.path(), "0"));
            if (first != null && Node.read(group.store(), child(group.path(), "1")) == null) {
                at = first; // one image, in the layout for several
            }
        }
        OmeImage image = OmeImage.of(at);
        if (level < 0 || level >= image.levels().size()) {
            throw StencilException.of(
                    "%s has %d resolution level%s, but level is %d. Give %s.",
                    at.name(),
                    image.levels().size(),
                    image.levels().size() == 1 ? "" : "s",
                    level,
                    image.levels().size() == 1
                            ? "0"
                            : "one from 0 to " + (image.levels().size() - 1));
        }
        String path = child(at.path(), image.levels().get(level).path());
        Node array = Node.read(at.store(), path);
        if (array == null || array.array() == null) {
            throw StencilException.of(
                    "%s has no array at %s, where its metadata tell of one. Restore it.",
                    at.name(), at.store().name(path));
        }
        return new Found(array, image, level, at);
    }

    /** Finds the image of which an array is a level. */
    private static Found ofArray(Node array, int level) {
        if (level != 0) {
            throw StencilException.of(
                    "%s is one resolution level, but level is %d. Give the image, or level 0.", array.name(), level);
        }
        String group = array.path();
        for (int above = 0; above < LEVELS_ABOVE && !group.isEmpty(); above++) {
            group = group.substring(0, Math.max(0, group.lastIndexOf('/')));
            Node node = Node.read(array.store(), group);
            if (node != null && node.array() == null && OmeImage.isOne(OmeImage.ome(node))) {
                OmeImage image = OmeImage.of(node);
                for (int i = 0; i < image.levels().size(); i++) {
                    if (child(group, image.levels().get(i).path()).equals(array.path())) {
                        return new Found(array, image, i, node);
                    }
                }
            }
        }
        return new Found(array, null, 0, array);
    }

    private static String child(String group, String path) {
        return group.isEmpty() ? path : group + "/" + path;
    }

    private static Description describe(Description plain, OmeImage image, int level, OmeAxes axes) {
        Extent extent = plain.extent();
        Calibration calibration = OmeCalibration.read(image, image.levels().get(level), axes);
        List<OmeImage.Channel> channels = image.channels().size() == extent.channels() ? image.channels() : List.of();
        List<LUT> luts = new ArrayList<>();
        for (OmeImage.Channel channel : channels) {
            luts.add(lut(channel, plain.type()));
        }
        boolean shown = channels.stream().allMatch(channel -> channel.end() > channel.start());
        boolean coloured =
                channels.stream().anyMatch(channel -> !channel.colour().isEmpty());
        List<LUT> used = plain.labels() ? List.of(labels()) : shown || coloured ? luts : List.of();
        return new Description(
                plain.title(),
                plain.type(),
                extent,
                false,
                calibration,
                planeLabels(image, channels, extent),
                used,
                extent.channels() > 1 && !used.isEmpty() ? CompositeImage.COMPOSITE : 0,
                plain.labels());
    }

    private static LUT labels() {
        return Luts.labels();
    }

    /** Returns a channel's colours; without a window, over all values of its type. */
    private static LUT lut(OmeImage.Channel channel, PixelType type) {
        boolean windowed = channel.end() > channel.start();
        double start = windowed ? channel.start() : type.leastValue();
        double end = windowed ? channel.end() : type.isInteger() ? type.fullValue() : 1;
        if (channel.colour().isEmpty()) {
            return Luts.grey(start, end);
        }
        LUT lut = LUT.createLutFromColor(new Color(Integer.parseInt(channel.colour(), 16)));
        lut.min = start;
        lut.max = end;
        return lut;
    }

    private static List<String> planeLabels(OmeImage image, List<OmeImage.Channel> channels, Extent extent) {
        if (image.planeLabels().size() == extent.planes()) {
            return image.planeLabels();
        }
        if (channels.stream().allMatch(channel -> channel.label().isEmpty()) || extent.planes() > MOST_LABELS) {
            return List.of();
        }
        List<String> labels = new ArrayList<>();
        for (int plane = 0; plane < extent.planes(); plane++) {
            labels.add(channels.get(plane % channels.size()).label());
        }
        return labels;
    }

    /** Says which level a person could look at, where this one is too large for ImageJ. */
    private static String advice(Found found, ZarrPath path) {
        OmeImage image = found.image();
        for (int i = found.index() + 1; image != null && i < image.levels().size(); i++) {
            Optional<Extent> extent = extent(found.group(), image, i);
            if (extent.isPresent() && extent.get().planePixels() <= LARGEST_PLANE) {
                return "Open level %d of %s, which has %,d x %,d."
                        .formatted(
                                i,
                                path.store(),
                                extent.get().width(),
                                extent.get().height());
            }
        }
        return "It has no coarser level that fits; commands that write a file take it as it is.";
    }

    /** Returns a level's size; nothing if it is not there or damaged, which does not hinder the use of another. */
    private static Optional<Extent> extent(Node group, OmeImage image, int level) {
        try {
            Node node = Node.read(
                    group.store(), child(group.path(), image.levels().get(level).path()));
            if (node == null || node.array() == null) {
                return Optional.empty();
            }
            List<Integer> shape = node.array().metadata().grid().shape();
            List<String> names = image.axes().stream().map(OmeImage.Axis::name).toList();
            return Optional.of(OmeAxes.of(names, shape, node.name()).extent(shape));
        } catch (StencilException e) {
            return Optional.empty(); // said when somebody reads it
        }
    }
}
