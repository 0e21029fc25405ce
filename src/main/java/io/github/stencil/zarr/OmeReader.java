package io.github.stencil.zarr;

import ij.CompositeImage;
import ij.measure.Calibration;
import ij.process.LUT;
import io.github.stencil.StencilException;
import io.github.stencil.axes.AxisImage;
import io.github.stencil.axes.Description;
import io.github.stencil.axes.Extent;
import io.github.stencil.axes.Luts;
import io.github.stencil.axes.PixelType;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds the image that a path names, and describes it. */
final class OmeReader {
    private static final int LEVELS_ABOVE = 4;
    private static final double MOST_PIXELS = 1e18;
    private static final int MOST_LABELS = 1 << 16;

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
     * @param level counted from 0, the finest; must be 0 where the path itself names a level
     * @param title what to call it
     */
    static AxisImage open(Store store, ZarrPath path, int level, String title) {
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
        PixelType type = Values.pixelType(array.metadata().type(), labels);
        Description plain = Description.of(title, type, extent).withLabels(labels);
        Description described = image == null ? plain : describe(plain, image, found.index(), axes);
        return AxisImage.of(described, new ZarrPixels(array, axes, type), path.store(), advice(found, path));
    }

    private static boolean named(List<String> names) {
        return names.contains("y") && names.contains("x");
    }

    private static Found inGroup(Node group, int level) {
        Node at = group;
        if (!OmeImage.isOne(group.ome()) && group.attributes().has("bioformats2raw.layout")) {
            Node first = Node.read(group.store(), child(group.path(), "0"));
            if (first != null && Node.read(group.store(), child(group.path(), "1")) == null) {
                at = first; // one image, in the layout for several
            }
        }
        OmeImage image = at.image();
        if (level >= image.levels().size()) {
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
            if (node != null && node.array() == null && OmeImage.isOne(node.ome())) {
                OmeImage image = node.image();
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
            luts.add(lut(channel));
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

    private static LUT lut(OmeImage.Channel channel) {
        LUT lut = channel.colour().isEmpty()
                ? Luts.grey(channel.start(), channel.end())
                : LUT.createLutFromColor(new Color(Integer.parseInt(channel.colour(), 16)));
        lut.min = channel.start();
        lut.max = channel.end();
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
            Node node = Node.read(
                    found.group().store(),
                    child(found.group().path(), image.levels().get(i).path()));
            if (node != null && node.array() != null) {
                List<Integer> shape = node.array().metadata().grid().shape();
                List<String> names =
                        image.axes().stream().map(OmeImage.Axis::name).toList();
                Extent extent = OmeAxes.of(names, shape, node.name()).extent(shape);
                if (extent.planePixels() <= Integer.MAX_VALUE - 8) {
                    return "Open level %d of %s, which has %,d x %,d."
                            .formatted(i, path.store(), extent.width(), extent.height());
                }
            }
        }
        return "It has no coarser level that fits; commands that write a file take it as it is.";
    }
}
