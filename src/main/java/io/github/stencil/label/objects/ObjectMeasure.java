// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import ij.measure.Calibration;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.PixelType;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelSet;
import io.github.stencil.work.WorkStep;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import net.imglib2.Interval;
import org.jspecify.annotations.Nullable;

/** Measures the objects of one image, lets go what a rule excludes, and numbers the rest by their first pixels. */
final class ObjectMeasure {
    private final ObjectFinder finder;
    private final RefineRule rule;
    private final AxisImage image;
    private final @Nullable AxisImage intensity;
    private final Passes passes;
    private final WorkStep step;
    private final SeveralValues several;
    private @Nullable ObjectSums sums;

    /**
     * Prepares to measure objects that have been found.
     *
     * @param image in which they were found
     * @param intensity of the same size, whose values are measured; null for the image's own, if they mean something
     */
    ObjectMeasure(ObjectFinder finder, RefineRule rule, AxisImage image, @Nullable AxisImage intensity) {
        this.finder = finder;
        this.rule = rule;
        this.image = image;
        this.intensity = intensity;
        passes = finder.passes();
        step = passes.step(Passes.Pass.SUMS);
        several = new SeveralValues(finder.measured() ? image.type() : PixelType.UINT8); // nothing is told of classes
    }

    private boolean measured() {
        return intensity != null || finder.measured();
    }

    private float @Nullable [] values(Interval block) {
        return intensity == null
                ? finder.values(block)
                : intensity.type().floats(intensity.copy(passes.image().inStack(block)));
    }

    private Calibration units() {
        return image.description().calibration();
    }

    /** Measures block by block, and returns the ids of the objects that stay, in the order of their labels. */
    int[] ids() {
        if (!passes.image().isOneBlock()) {
            passes.notes(step, this::note);
        }
        return passes.once(Passes.Found.NUMBERS, () -> number(sums().boxes()));
    }

    /**
     * Returns the labels of the objects that stay, which rise without a sign: from 1 on, or those that an instance map has.
     * Parts that were split off have labels beyond the highest of their plane or volume, by their first pixels.
     *
     * @throws StencilException if there are no such labels
     */
    int[] labels(int... ids) {
        int[] kept = finder.kept();
        int[] labels = new int[ids.length];
        long next =
                1 + Arrays.stream(kept).mapToLong(Integer::toUnsignedLong).max().orElse(0);
        for (int i = 0; i < ids.length; i++) {
            boolean keeps = ids[i] < kept.length;
            if (!keeps && next > LabelSet.HIGHEST) {
                throw StencilException.of(
                        "A label is %,d, so no number is left for the objects that are split off. Renumber the labels, or leave split out.",
                        LabelSet.HIGHEST);
            }
            labels[i] = keeps ? kept[ids[i]] : (int) next++;
        }
        return labels;
    }

    /** Returns a row per object that stays. */
    List<ObjectRow> rows(int[] ids, int... labels) {
        return sums().rows(
                        ids,
                        labels,
                        finder.classes(),
                        measured(),
                        rule.space() == Space.VOLUMES,
                        passes.image(),
                        units());
    }

    /** Returns which values were measured. */
    SeveralValues values() {
        sums();
        return several;
    }

    /** Returns which values a block has, and what its objects add up to. */
    private byte[] note(int block) {
        float[] values = values(block(block));
        SeveralValues here = new SeveralValues(PixelType.UINT8);
        here.add(values);
        byte[] found = ObjectSums.note(passes.image(), finder.read(block(block)), values, block(block));
        return ByteBuffer.allocate(SeveralValues.BYTES + found.length)
                .put(here.note())
                .put(found)
                .array();
    }

    private Interval block(int number) {
        return passes.image().blocks().get(number);
    }

    private ObjectSums sums() {
        ObjectSums all = sums;
        if (all == null) {
            BlockedImage image = passes.image();
            all = new ObjectSums(image, finder.count(), measured());
            sums = all;
            for (int b = 0; b < image.blocks().size(); b++) {
                if (image.isOneBlock()) {
                    float[] values = values(block(b));
                    several.add(values);
                    all.add(finder.read(block(b)), values, block(b));
                } else {
                    ByteBuffer note = ByteBuffer.wrap(passes.note(step, b));
                    several.addNote(note);
                    all.addNote(note);
                }
            }
        }
        return all;
    }

    private int[] number(Boxes boxes) {
        Calibration units = units();
        double pixel = !rule.calibrated()
                ? 1
                : units.pixelWidth * units.pixelHeight * (rule.space() == Space.VOLUMES ? units.pixelDepth : 1);
        int count = finder.count();
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
        int[] ids = new int[kept];
        for (int id = 1; id <= count; id++) {
            if (stays[id]) { // no two objects have the same first pixel
                ids[Arrays.binarySearch(first, 0, kept, boxes.first(id))] = id;
            }
        }
        return finder.kept().length == 0 ? ids : byLabel(ids);
    }

    /** Puts objects that keep their labels first, in their order. */
    private int[] byLabel(int... ids) {
        int[] kept = finder.kept();
        return Arrays.stream(ids)
                .boxed()
                .sorted(Comparator.comparingLong(
                        id -> id < kept.length ? Integer.toUnsignedLong(kept[id]) : Long.MAX_VALUE))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
