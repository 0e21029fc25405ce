package io.github.stencil.label;

import ij.measure.Calibration;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.axes.AxisImage;
import io.github.stencil.axes.Extent;
import io.github.stencil.axes.ImageSink;
import io.github.stencil.axes.ImageStore;
import io.github.stencil.axes.PixelType;
import io.github.stencil.axes.Space;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Masks, probabilities and class maps to objects. */
public final class Refinement {
    private final AxisImage image;
    private final RefineRule rule;
    private final Progress progress;
    private final PixelBlocks pixels;
    private final List<ObjectRow> rows = new ArrayList<>();
    private long planesDone;

    private Refinement(AxisImage image, RefineRule rule, Progress progress) {
        this.image = image;
        this.rule = rule;
        this.progress = progress;
        pixels = new PixelBlocks(image, rule);
    }

    /**
     * What a refinement gives.
     *
     * @param labels STEM-objects: ids from 1 on in each plane or volume, by the first pixel of objects in storage order;
     *     16-bit, or 32-bit if there are more than 65,535 in one
     * @param objects a row for each, in the order of planes or volumes, then by id
     * @param values whether the rows have values: the image was thresholded, and is no mask of 0 and one other number
     */
    public record Objects(AxisImage labels, List<ObjectRow> objects, boolean values) {
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
     * @param progress hears planes or volumes
     * @throws StencilException if the image has several channels, a pixel of a class map is no class, a volume has 2^31
     *     pixels or more, or there are more than 16,777,216 objects in one
     */
    public static Objects of(AxisImage image, RefineRule rule, ImageStore store, Progress progress) {
        if (image.description().rgb() || image.extent().channels() > 1) {
            throw StencilException.of(
                    "\"%s\" has %d channels but objects are sought in one. Keep one channel, or make a class map with Categorical to Labels.",
                    image.title(), image.extent().channels());
        }
        for (int highest : new int[] {(int) PixelType.UINT16.fullValue(), LabelList.HIGHEST}) {
            Objects objects = new Refinement(image, rule, progress).run(store, highest);
            if (objects != null) {
                return objects;
            }
        }
        throw StencilException.of(
                "\"%s\" has more than %,d objects in one image, which no image can number. Raise the threshold, or smooth it first.",
                image.title(), LabelList.HIGHEST);
    }

    /** Returns null if there are more objects than labels. */
    private @Nullable Objects run(ImageStore store, int highest) {
        Extent extent = image.extent();
        int depth = rule.space().depth(extent);
        int plane = Math.toIntExact(extent.planePixels());
        try (ImageSink sink = store.create(LabelSinks.describe(image.description(), "objects", highest))) {
            for (int t = 0; t < extent.frames(); t++) {
                for (int z = 0; z < extent.slices(); z += depth) {
                    planesDone = z + (long) extent.slices() * t;
                    listen(0, 1);
                    PixelBlocks.Block block = pixels.read(z, t);
                    if (find(block, z, t) > highest) {
                        return null;
                    }
                    for (int slice = 0; slice < depth; slice++) {
                        LabelSinks.write(sink, z + slice, t, block.labels(), slice * plane);
                    }
                }
            }
            progress.step(extent.planes(), extent.planes());
            return new Objects(sink.finish(progress), rows, pixels.values());
        }
    }

    /** Turns classes into objects, adds their rows and returns how many there are. */
    private int find(PixelBlocks.Block block, int slice, int frame) {
        int[] labels = block.labels();
        Grid grid = block.grid();
        int count = Components.label(labels, grid.width(), grid.height(), grid.depth(), rule.connectivity());
        int[] classes = block.classes(count);
        listen(0, 1);
        if (block.grows()) {
            Growth.grow(labels, grid, rule.connectivity(), block::free, Integer.MAX_VALUE);
        }
        if (rule.holes()) {
            listen(0, 1);
            Holes.fill(labels, grid, rule.connectivity());
        }
        if (rule.split()) {
            int[] origins = Split.apply(labels, grid, count, rule.tolerance(), spacing(), this::listen);
            classes = Arrays.copyOf(classes, count + 1 + origins.length);
            for (int i = 0; i < origins.length; i++) {
                classes[count + 1 + i] = classes[origins[i]];
            }
            count += origins.length;
        }
        listen(0, 1);
        int[] kept = renumber(labels, grid, count, classes);
        rows.addAll(ObjectSums.of(labels, block.values(), grid, kept.length - 1)
                .rows(kept, block.values() != null, rule.space() == Space.VOLUMES, slice, frame, units()));
        return kept.length - 1;
    }

    /** Lets go what is excluded, numbers the rest by first pixel and returns their classes by number. */
    private int[] renumber(int[] labels, Grid grid, int count, int... classes) {
        Boxes boxes = Boxes.of(labels, grid, count);
        Calibration units = units();
        double pixel = !rule.calibrated()
                ? 1
                : units.pixelWidth * units.pixelHeight * (rule.space() == Space.VOLUMES ? units.pixelDepth : 1);
        int[] numbers = new int[count + 1]; // 0 not met yet, -1 gone
        int[] kept = new int[count + 1];
        int last = 0;
        for (int i = 0; i < labels.length; i++) {
            int label = labels[i];
            if (label == 0) {
                continue;
            }
            if (numbers[label] == 0) {
                boolean stays =
                        boxes.area(label) * pixel >= rule.size() && !(rule.exclude() && boxes.onEdge(label, grid));
                numbers[label] = stays ? ++last : -1;
                kept[last] = stays ? classes[label] : kept[last];
            }
            labels[i] = Math.max(0, numbers[label]);
        }
        return Arrays.copyOf(kept, last + 1);
    }

    /** Lets the user stop the work; what counts as progress is planes. */
    private void listen(long done, long total) {
        progress.step(planesDone, image.extent().planes());
    }

    private Calibration units() {
        return image.description().calibration();
    }

    private double[] spacing() {
        Calibration units = units();
        return new double[] {1, units.pixelHeight / units.pixelWidth, units.pixelDepth / units.pixelWidth};
    }
}
