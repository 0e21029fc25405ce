// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.measure;

import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelReader;
import io.github.stencil.label.objects.BlockedImage;
import io.github.stencil.tile.BlockGrid;
import io.github.stencil.work.Part;
import io.github.stencil.work.WorkStep;
import io.github.stencil.work.Workplace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;

/**
 * Measures the objects of one image of a stack in two passes over its blocks. The first finds where each label lies. In the
 * second a block measures the objects whose boxes begin in it, in one region that holds them all; larger objects are read on
 * their own, and the largest in strips.
 */
final class ImageMeasure {
    private final List<ChannelImage> channels;
    private final MeasureRule rule;
    private final Sizes sizes;
    private final Runnable listener;
    private final BlockedImage cut;
    private final Workplace work;
    private final RegionMeasure regions;
    private final StreamedMeasure streams;
    private final LabelBlocks blocks;
    private int tooLarge;

    /**
     * How an image is cut.
     *
     * @param whole the most pixels of an image that is not cut
     * @param block the most pixels of a block
     * @param mostPixels the most pixels of the box of an object, with its ring, that is measured in one piece
     */
    record Sizes(long whole, long block, long mostPixels) {
        static final Sizes USUAL = new Sizes(1 << 24, 1 << 22, 1 << 25);
    }

    private enum Pass {
        BOXES,
        MEASURES
    }

    ImageMeasure(
            AxisImage labels,
            List<ChannelImage> channels,
            MeasureRule rule,
            int number,
            Workplace place,
            Sizes sizes,
            Runnable listener) {
        this.channels = channels;
        this.rule = rule;
        this.sizes = sizes;
        this.listener = listener;
        cut = cut(labels, number);
        boolean kept = place.isLasting() && !cut.isOneBlock(); // what stays in memory nobody else can read
        work = kept ? place.at(Part.MEASURES, cut.slice(), cut.frame()) : Workplace.memory();
        blocks = new LabelBlocks(LabelReader.of(labels), cut);
        boolean volume = rule.space() == Space.VOLUMES;
        ObjectPlacing placing = new ObjectPlacing(cut, labels.description().calibration(), volume);
        regions = new RegionMeasure(blocks, channels, rule, placing);
        streams = new StreamedMeasure(blocks, channels, placing, sizes.block(), listener);
    }

    private BlockedImage cut(AxisImage labels, int number) {
        Extent extent = labels.extent();
        Space space = rule.space();
        long pixels = extent.planePixels() * space.depth(extent);
        Extent grain = labels.grain();
        return BlockedImage.of(
                extent.width(),
                extent.height(),
                space.depth(extent),
                space.firstSlice(extent, number),
                space.frame(extent, number),
                new long[] {grain.width(), grain.height(), grain.slices()},
                pixels <= sizes.whole() ? pixels : sizes.block());
    }

    /** Measures all objects, by label. */
    List<MeasuredObject> measure() {
        BlockGrid grid = cut.blocks();
        WorkStep first = work.step(grid.size(), Pass.BOXES);
        work.notes(first, block -> {
            listener.run();
            return LabelBoxes.note(blocks.read(grid.get(block)), grid.get(block));
        });
        LabelBoxes boxes = new LabelBoxes();
        for (int block = 0; block < grid.size(); block++) {
            boxes.add(work.note(first, block));
        }
        Map<Integer, List<LabelBox>> homes = homes(boxes.all());
        WorkStep second = work.step(grid.size(), Pass.MEASURES);
        work.notes(second, block -> ObjectNotes.write(measure(homes.getOrDefault(block, List.of()))));
        List<MeasuredObject> objects = new ArrayList<>();
        for (int block = 0; work.sharing().isToTheEnd() && block < grid.size(); block++) {
            objects.addAll(ObjectNotes.read(work.note(second, block)));
        }
        objects.sort(Comparator.comparingLong(MeasuredObject::label));
        return objects;
    }

    /** Returns how many objects had to be measured without a shape. */
    int tooLarge() {
        return tooLarge;
    }

    /** Returns the objects whose boxes begin in each block. */
    private Map<Integer, List<LabelBox>> homes(List<LabelBox> boxes) {
        Map<Integer, List<LabelBox>> homes = new TreeMap<>();
        for (LabelBox box : boxes) {
            int home = cut.blocks().indexOf(box.region().minAsLongArray());
            homes.computeIfAbsent(home, any -> new ArrayList<>()).add(box);
            tooLarge += isTooLarge(box) ? 1 : 0;
        }
        return homes;
    }

    private boolean isTooLarge(LabelBox box) {
        return Intervals.numElements(region(box)) > sizes.mostPixels();
    }

    private List<MeasuredObject> measure(List<LabelBox> boxes) {
        List<LabelBox> together = new ArrayList<>();
        List<MeasuredObject> objects = new ArrayList<>();
        Interval all = null;
        for (LabelBox box : boxes) {
            listener.run();
            if (isTooLarge(box)) {
                objects.add(streams.measure(box));
            } else if (isWider(box)) {
                objects.addAll(regions.measure(region(box), List.of(box)));
            } else {
                together.add(box);
                all = all == null ? region(box) : Intervals.union(all, region(box));
            }
        }
        if (all != null) {
            Interval region = cut.isOneBlock() ? cut.blocks().get(0) : all; // which has been read then
            objects.addAll(regions.measure(region, together));
        }
        return objects;
    }

    /** Returns whether an object is longer than a block, so that others of its block should not be read with it. */
    private boolean isWider(LabelBox box) {
        long[] block = cut.blocks().blockSize();
        Interval region = box.region();
        boolean wider = false;
        for (int axis = 0; axis < 3; axis++) {
            wider |= region.dimension(axis) > block[axis];
        }
        return wider;
    }

    /** Returns the region of an object with its ring, as far as the image reaches. */
    private Interval region(LabelBox box) {
        Interval region = box.region();
        long[] min = region.minAsLongArray();
        long[] max = region.maxAsLongArray();
        long[] size = {cut.width(), cut.height(), cut.depth()};
        for (int axis = 0; axis < 3; axis++) {
            boolean flat = axis == 2 && rule.space() == Space.PLANES;
            int ring = flat || channels.isEmpty() ? 0 : rule.ring();
            min[axis] = Math.max(0, min[axis] - ring);
            max[axis] = Math.min(size[axis] - 1, max[axis] + ring);
        }
        return new FinalInterval(min, max);
    }
}
