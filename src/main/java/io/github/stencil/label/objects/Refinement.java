// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import ij.measure.Calibration;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageSink;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.PixelType;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelSinks;
import io.github.stencil.tile.BlockGrid;
import io.github.stencil.work.Key;
import io.github.stencil.work.Part;
import io.github.stencil.work.Receipts;
import io.github.stencil.work.Workplace;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Masks, probabilities and class maps to objects, block by block where an image is large. */
public final class Refinement {
    /** An image of so many pixels is worked on in one piece. */
    private static final long WHOLE_PIXELS = 1 << 24;
    /** The most pixels of a block of a larger image. */
    private static final long BLOCK_PIXELS = 1 << 22;

    private final AxisImage image;
    private final @Nullable AxisImage intensity;
    private final RefineRule rule;
    private final ImageStore store;
    private final Workplace work;
    private final Progress progress;
    private final Blocks blocks;
    private final List<ObjectRow> rows = new ArrayList<>();
    private final SeveralValues several;
    private int current;
    private int tooLarge;
    private long largest;

    private Refinement(
            Images images, RefineRule rule, ImageStore store, Workplace work, Progress progress, Blocks blocks) {
        image = images.image();
        intensity = images.intensity();
        this.rule = rule;
        this.store = store;
        this.work = work;
        this.progress = progress;
        this.blocks = blocks;
        several = new SeveralValues(PixelType.UINT8); // what each image has is added
    }

    /**
     * What objects are sought in, and what is measured of them.
     *
     * @param image one channel: a mask, a probability or any other image to threshold, a class map or an instance map
     * @param intensity one channel of the same size, whose values are measured; null for the image's own, where it was
     *     thresholded
     */
    public record Images(AxisImage image, @Nullable AxisImage intensity) {
        /** Reads labels above 16 bits as such. */
        public Images {
            image = image.wide();
        }

        /** Returns an image to be measured itself. */
        public static Images of(AxisImage image) {
            return new Images(image, null);
        }

        /** Returns the same image with another whose values are measured. */
        public Images withIntensity(AxisImage measured) {
            return new Images(image, measured);
        }

        private void check(Foreground foreground) {
            int channels = image.extent().channels();
            if (foreground instanceof Foreground.Probabilities of) {
                if (channels < of.channels()) {
                    throw StencilException.of(
                            "\"%s\" has %d channels but probabilities are wanted of %d. Give one channel for each.",
                            image.title(), channels, of.channels());
                }
            } else if (hasChannels(image)) {
                throw StencilException.of(
                        "\"%s\" has %d channels but objects are sought in one. Keep one channel, or make a class map with Categorical to Labels.",
                        image.title(), channels);
            }
            if (intensity != null) {
                check(intensity);
            }
        }

        private void check(AxisImage measured) {
            if (hasChannels(measured)) {
                throw StencilException.of(
                        "The intensity image \"%s\" has %d channels but one is measured. Keep one channel, or measure all with Measure Objects.",
                        measured.title(), measured.extent().channels());
            }
            if (!measured.extent().equals(image.extent().withChannels(1))) { // probabilities have several
                throw StencilException.of(
                        "\"%s\" is %s but the intensity image \"%s\" is %s. Give images of the same size.",
                        image.title(), image.extent(), measured.title(), measured.extent());
            }
        }

        private static boolean hasChannels(AxisImage image) {
            return image.description().rgb() || image.extent().channels() > 1;
        }
    }

    /**
     * How images are cut.
     *
     * @param whole the most pixels of an image that is not cut
     * @param most the most pixels of a block, if that is not less than the grain
     */
    record Blocks(long whole, long most) {}

    /**
     * What a refinement gives.
     *
     * @param labels STEM-objects: ids from 1 on in each plane or volume, by the first pixel of objects in storage order, or
     *     those of an instance map; 16-bit, or 32-bit if one is above 65,535
     * @param objects a row for each, in the order of planes or volumes, then by id
     * @param values whether the rows have values: an intensity image was given, or the image was thresholded and is no mask
     *     of 0 and one other number
     * @param tooLarge how many objects were left whole, as their bounding boxes have more than 2^24 pixels
     */
    public record Objects(AxisImage labels, List<ObjectRow> objects, boolean values, int tooLarge) {
        /** Copies the list. */
        public Objects {
            objects = List.copyOf(objects);
        }
    }

    /**
     * Finds the objects of every plane, or every frame's volume, on its own.
     *
     * @param images what they are sought in, and what is measured of them
     * @param store where the label map grows
     * @param progress hears steps and blocks
     * @throws StencilException if an image has several channels that should have one, the two are of different sizes, a
     *     pixel of a class map is no class, it cannot be told what the image is, or there are
     *     more objects in one image than the store's images can number
     */
    public static Objects refine(Images images, RefineRule rule, ImageStore store, Progress progress) {
        return refine(images, rule, store, progress, new Blocks(WHOLE_PIXELS, BLOCK_PIXELS));
    }

    /** Finds objects in memory, in silence; see {@link #refine(Images, RefineRule, ImageStore, Progress)}. */
    public static Objects refine(Images images, RefineRule rule) {
        return refine(images, rule, ImageStore.memory(), Progress.NONE);
    }

    /**
     * Finds objects in memory, in silence, and measures the image itself; see
     * {@link #refine(Images, RefineRule, ImageStore, Progress)}.
     *
     * @param image one channel, such as {@code AxisImage.of(pixels, "XYZ")}
     * @throws StencilException if it has several channels, and as the other method does
     */
    public static Objects refine(AxisImage image, RefineRule rule) {
        return refine(Images.of(image), rule);
    }

    /** Finds objects and measures the image itself; see {@link #refine(Images, RefineRule, ImageStore, Progress)}. */
    public static Objects refine(AxisImage image, RefineRule rule, ImageStore store, Progress progress) {
        return refine(Images.of(image), rule, store, progress);
    }

    /** Finds objects in blocks of a size, which changes nothing about the result. */
    static Objects refine(Images images, RefineRule rule, ImageStore store, Progress progress, Blocks blocks) {
        images.check(rule.foreground());
        Workplace work = store.work();
        Receipts receipts = work.at(Part.OBJECTS).receipts();
        Key known = Key.of(Passes.Found.HIGHEST);
        RefineRule told = rule.foreground() instanceof Foreground.Usual
                ? rule.withForeground(ForegroundLook.foreground(images.image(), rule.space(), receipts, progress))
                : rule;
        long highest = receipts.find(known)
                .map(Receipts::ints)
                .map(Refinement::unsigned)
                .orElse(0L);
        while (true) {
            Refinement refinement = new Refinement(images, told, store, work, progress, blocks);
            Objects objects = refinement.run(highest);
            if (objects != null) {
                return objects;
            }
            highest = refinement.largest;
            receipts.put(known, Receipts.bytes((int) highest));
        }
    }

    private static long unsigned(int... first) {
        return Integer.toUnsignedLong(first[0]);
    }

    /** Returns null if a label of some image is higher than the first one's type can hold. */
    private @Nullable Objects run(long expected) {
        largest = expected;
        int images = rule.space().images(image.extent());
        ImageSink sink = null;
        try {
            for (int i = 0; i < images; i++) {
                current = i;
                ObjectFinder finder = finder(cut(i));
                finder.find();
                tooLarge += finder.tooLarge();
                ObjectMeasure measure = new ObjectMeasure(finder, rule, image, intensity);
                int[] ids = measure.ids();
                int[] labels = measure.labels(ids);
                long most = labels.length == 0 ? 0 : Integer.toUnsignedLong(labels[labels.length - 1]);
                if (sink == null) {
                    largest = Math.max(largest, most);
                    sink = store.create(LabelSinks.describe(image.description(), "objects", largest, store.isWide()));
                } else if (most > LabelSinks.highest(sink.description().type())) {
                    largest = most;
                    return null;
                }
                write(finder, ids, labels, sink);
                if (work.sharing().isToTheEnd()) {
                    rows.addAll(measure.rows(ids, labels));
                    several.add(measure.values());
                }
            }
            progress.step(images, images);
            if (tooLarge > 0) {
                progress.say("%,d objects are too large to be split (more than %,d pixels) and stay whole."
                        .formatted(tooLarge, SeededFlood.MOST_PIXELS));
            }
            return new Objects(
                    java.util.Objects.requireNonNull(sink).finish(progress),
                    rows,
                    intensity != null || several.found(),
                    tooLarge);
        } finally {
            if (sink != null) {
                sink.close();
            }
        }
    }

    private BlockedImage cut(int number) {
        Extent extent = image.extent();
        Space space = rule.space();
        int depth = space.depth(extent);
        long pixels = extent.planePixels() * depth;
        Extent grain = image.grain();
        return BlockedImage.of(
                extent.width(),
                extent.height(),
                depth,
                space.firstSlice(extent, number),
                space.frame(extent, number),
                new long[] {grain.width(), grain.height(), grain.slices()},
                pixels <= blocks.whole() ? pixels : blocks.most());
    }

    private ObjectFinder finder(BlockedImage cut) {
        Calibration units = units();
        double[] spacing = {1, units.pixelHeight / units.pixelWidth, units.pixelDepth / units.pixelWidth};
        return new ObjectFinder(image, rule, new Passes(cut, work, this::listen), spacing);
    }

    /**
     * Writes the label map of one image.
     *
     * @param ids of the objects that stay
     * @param labels of these
     */
    private void write(ObjectFinder finder, int[] ids, int[] labels, ImageSink sink) {
        int[] called = new int[finder.count() + 1]; // of each id, 0 for those that go
        for (int i = 0; i < ids.length; i++) {
            called[ids[i]] = labels[i];
        }
        BlockedImage cut = finder.passes().image();
        Extent grain = sink.grain();
        BlockedImage places = BlockedImage.of(
                cut.width(),
                cut.height(),
                cut.depth(),
                cut.slice(),
                cut.frame(),
                new long[] {grain.width(), grain.height(), grain.slices()},
                Math.max(blocks.most(), cut.blocks().blockPixels()));
        BlockGrid grid = places.blocks();
        Workplace place = cut.isOneBlock() ? sink.work().alone() : sink.work();
        place.each(place.step(grid.size(), Part.WRITING, cut.slice(), cut.frame()), number -> {
            listen();
            int[] pixels = finder.read(grid.get(number)); // by now needed by nobody else
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = called[pixels[i]];
            }
            LabelSinks.write(sink, places.inStack(grid.get(number)), pixels);
        });
    }

    /** Lets the user stop the work; what counts as progress is planes or volumes, and their blocks by and by. */
    private void listen() {
        progress.step(current, rule.space().images(image.extent()));
    }

    private Calibration units() {
        return image.description().calibration();
    }
}
