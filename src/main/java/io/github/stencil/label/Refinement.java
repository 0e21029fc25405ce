package io.github.stencil.label;

import ij.measure.Calibration;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.axes.AxisImage;
import io.github.stencil.axes.Extent;
import io.github.stencil.axes.ImageSink;
import io.github.stencil.axes.ImageStore;
import io.github.stencil.axes.PixelType;
import io.github.stencil.axes.Receipts;
import io.github.stencil.axes.Space;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.imglib2.Interval;
import org.jspecify.annotations.Nullable;

/** Masks, probabilities and class maps to objects, block by block where an image is large. */
public final class Refinement {
    /** An image of so many pixels is worked on in one piece. */
    private static final long WHOLE_PIXELS = 1 << 24;
    /** The most pixels of a block of a larger image. */
    private static final long BLOCK_PIXELS = 1 << 22;

    private final AxisImage image;
    private final RefineRule rule;
    private final ImageStore store;
    private final Progress progress;
    private final Blocks blocks;
    private final List<ObjectRow> rows = new ArrayList<>();
    private final SeveralValues several;
    private int current;
    private int tooLarge;
    private int largest;

    private Refinement(AxisImage image, RefineRule rule, ImageStore store, Progress progress, Blocks blocks) {
        this.image = image;
        this.rule = rule;
        this.store = store;
        this.progress = progress;
        this.blocks = blocks;
        several = new SeveralValues(image.type());
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
     * @param labels STEM-objects: ids from 1 on in each plane or volume, by the first pixel of objects in storage order;
     *     16-bit, or 32-bit if there are more than 65,535 in one
     * @param objects a row for each, in the order of planes or volumes, then by id
     * @param values whether the rows have values: the image was thresholded, and is no mask of 0 and one other number
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
     * @param image one channel: a mask, a probability or any other image to threshold, or a class map
     * @param store where the label map grows
     * @param progress hears steps and blocks
     * @throws StencilException if the image has several channels, a pixel of a class map is no class, or there are more
     *     objects in one image than the store's images can number
     */
    public static Objects of(AxisImage image, RefineRule rule, ImageStore store, Progress progress) {
        return of(image, rule, store, progress, new Blocks(WHOLE_PIXELS, BLOCK_PIXELS));
    }

    /** Finds objects in blocks of a size, which changes nothing about the result. */
    static Objects of(AxisImage image, RefineRule rule, ImageStore store, Progress progress, Blocks blocks) {
        if (image.description().rgb() || image.extent().channels() > 1) {
            throw StencilException.of(
                    "\"%s\" has %d channels but objects are sought in one. Keep one channel, or make a class map with Categorical to Labels.",
                    image.title(), image.extent().channels());
        }
        int highest = 0;
        while (true) {
            Refinement refinement = new Refinement(image, rule, store, progress, blocks);
            Objects objects = refinement.run(highest);
            if (objects != null) {
                return objects;
            }
            highest = refinement.largest;
        }
    }

    /** Returns null if there are more objects in one image than the first one's type can number. */
    private @Nullable Objects run(int expected) {
        largest = expected;
        int images = rule.space().images(image.extent());
        ImageSink sink = null;
        try {
            for (int i = 0; i < images; i++) {
                current = i;
                ObjectFinder finder = finder(cut(i));
                finder.find();
                tooLarge += finder.tooLarge();
                Numbers numbers = measure(finder);
                int count = numbers.ids.length;
                if (sink == null) {
                    largest = Math.max(largest, count);
                    sink = store.create(LabelSinks.describe(image.description(), "objects", largest, store.isWide()));
                } else if (count > LabelSinks.highest(sink.description().type())) {
                    largest = count;
                    return null;
                }
                write(finder, numbers, sink);
            }
            progress.step(images, images);
            if (tooLarge > 0) {
                progress.say("%,d objects are too large to be split (more than %,d pixels) and stay whole."
                        .formatted(tooLarge, Split.MOST_PIXELS));
            }
            return new Objects(java.util.Objects.requireNonNull(sink).finish(), rows, several.found(), tooLarge);
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
        Receipts receipts = store.receipts("objects-%d-%d".formatted(cut.slice(), cut.frame()));
        return new ObjectFinder(image, rule, cut, receipts, spacing, this::listen);
    }

    /** What objects are called in the end. */
    private static final class Numbers {
        /** The label of each id, 0 for those that go. */
        private final int[] labels;
        /** The id of each label, that of label 1 first. */
        private final int[] ids;

        Numbers(int[] labels, int[] ids) {
            this.labels = labels;
            this.ids = ids;
        }
    }

    /** Measures objects, lets go what is excluded, numbers the rest by first pixel and adds their rows. */
    private Numbers measure(ObjectFinder finder) {
        BlockedImage cut = finder.image();
        ObjectSums sums = new ObjectSums(cut, finder.count(), finder.measured());
        for (Interval block : cut.blocks()) {
            listen();
            float[] values = finder.values(block);
            several.add(values);
            sums.add(finder.read(block), values, block);
        }
        Numbers numbers = number(sums.boxes(), finder.count());
        rows.addAll(sums.rows(
                numbers.ids, finder.classes(), finder.measured(), rule.space() == Space.VOLUMES, cut, units()));
        return numbers;
    }

    private Numbers number(Boxes boxes, int count) {
        Calibration units = units();
        double pixel = !rule.calibrated()
                ? 1
                : units.pixelWidth * units.pixelHeight * (rule.space() == Space.VOLUMES ? units.pixelDepth : 1);
        boolean[] stays = new boolean[count + 1];
        long[] first = new long[count];
        int kept = 0;
        for (int id = 1; id <= count; id++) {
            stays[id] = boxes.area(id) > 0
                    && boxes.area(id) * pixel >= rule.size()
                    && !(rule.exclude() && boxes.onEdge(id));
            if (stays[id]) {
                first[kept++] = boxes.first(id);
            }
        }
        Arrays.sort(first, 0, kept);
        int[] labels = new int[count + 1];
        int[] ids = new int[kept];
        for (int id = 1; id <= count; id++) {
            if (stays[id]) {
                int place = Arrays.binarySearch(first, 0, kept, boxes.first(id)); // no two objects have the same first
                labels[id] = place + 1;
                ids[place] = id;
            }
        }
        return new Numbers(labels, ids);
    }

    private void write(ObjectFinder finder, Numbers numbers, ImageSink sink) {
        BlockedImage cut = finder.image();
        Extent grain = sink.grain();
        BlockedImage places = BlockedImage.of(
                cut.width(),
                cut.height(),
                cut.depth(),
                cut.slice(),
                cut.frame(),
                new long[] {grain.width(), grain.height(), grain.slices()},
                Math.max(blocks.most(), cut.blocks().blockPixels()));
        for (Interval block : places.blocks()) {
            listen();
            Interval place = places.inStack(block);
            if (!sink.contains(place)) {
                int[] labels = finder.read(block);
                for (int i = 0; i < labels.length; i++) {
                    labels[i] = numbers.labels[labels[i]];
                }
                LabelSinks.write(sink, place, labels);
            }
        }
    }

    /** Lets the user stop the work; what counts as progress is planes or volumes, and their blocks by and by. */
    private void listen() {
        progress.step(current, rule.space().images(image.extent()));
    }

    private Calibration units() {
        return image.description().calibration();
    }

    /** Finds out whether images have values other than 0 and one other number. */
    private static final class SeveralValues {
        private boolean found;
        private float other = Float.NaN;

        SeveralValues(PixelType type) {
            found = type == PixelType.FLOAT32;
        }

        boolean found() {
            return found;
        }

        void add(float @Nullable [] values) {
            for (int i = 0; values != null && !found && i < values.length; i++) {
                float value = values[i];
                if (value != 0 && value != other) {
                    found = !Float.isNaN(other);
                    other = value;
                }
            }
        }
    }
}
