// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.measure;

import ij.gui.Roi;
import io.github.stencil.image.PixelType;
import io.github.stencil.label.rois.Outlines;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;
import org.jspecify.annotations.Nullable;

/** Measures objects in a region of one image of a stack that lies in memory and holds all of them. For one thread. */
final class RegionMeasure {
    private final LabelBlocks labels;
    private final List<ChannelImage> channels;
    private final MeasureRule rule;
    private final ObjectPlacing placing;
    private final PlanarShapes planar;
    private final @Nullable SolidShapes solid;
    private final Median medians = new Median();
    private float[] values = new float[1 << 12];
    private PixelType roomType = PixelType.UINT8;
    private Object room = new byte[0];

    RegionMeasure(LabelBlocks labels, List<ChannelImage> channels, MeasureRule rule, ObjectPlacing placing) {
        this.labels = labels;
        this.channels = channels;
        this.rule = rule;
        this.placing = placing;
        planar = new PlanarShapes(placing.units());
        solid = placing.volume() ? new SolidShapes(placing.units()) : null;
    }

    /**
     * Measures objects.
     *
     * @param region [X, Y, Z] of the image, with all pixels of the objects and of their rings
     * @param boxes the objects, by label
     * @return in the same order
     */
    List<MeasuredObject> measure(Interval region, List<LabelBox> boxes) {
        int count = boxes.size();
        int[] pixels = labels.read(region);
        ObjectRuns runs = new ObjectRuns(
                pixels, region, boxes.stream().mapToInt(LabelBox::label).toArray());
        Moments[] moments = new Moments[count];
        for (int i = 0; i < count; i++) {
            moments[i] = moments(runs, i, boxes.get(i).region());
        }
        List<List<ObjectIntensity>> intensities = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            intensities.add(new ArrayList<>());
        }
        for (ChannelImage channel : channels) {
            measure(channel, runs, boxes, intensities);
        }
        Map<Integer, Roi> outlines =
                placing.volume() ? Map.of() : Outlines.of((int) region.dimension(0), (int) region.dimension(1), pixels);
        List<MeasuredObject> measured = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Roi outline = outlines.get(boxes.get(i).label());
            measured.add(placing.object(
                    boxes.get(i),
                    moments[i],
                    outline == null ? null : planar.of(outline, moments[i]),
                    solid == null ? null : solid.of(runs, i, moments[i]),
                    intensities.get(i)));
        }
        return measured;
    }

    private static Moments moments(ObjectRuns runs, int object, Interval box) {
        Moments moments = new Moments();
        long x0 = box.min(0) - runs.region().min(0);
        long y0 = box.min(1) - runs.region().min(1);
        long z0 = box.min(2) - runs.region().min(2);
        for (int run = runs.firstRun(object); run < runs.endOfRuns(object); run++) {
            moments.add(runs.x(run) - x0, runs.y(run) - y0, runs.z(run) - z0, runs.length(run));
        }
        return moments;
    }

    private void measure(
            ChannelImage channel, ObjectRuns runs, List<LabelBox> boxes, List<List<ObjectIntensity>> intensities) {
        Object pixels = channel.copy(placing.cut(), runs.region(), room(channel, runs.region()));
        RingPixels rings = new RingPixels(rule.ring(), placing.volume());
        for (int i = 0; i < boxes.size(); i++) {
            ObjectIntensity found = intensity(
                    channel, pixels, runs, i, Math.toIntExact(boxes.get(i).pixels()));
            double ring = rule.ring() == 0
                    ? Double.NaN
                    : rings.mean(runs, i, boxes.get(i).region(), channel.type(), pixels);
            intensities.get(i).add(found.withRing(ring));
        }
    }

    /** Returns an array for the pixels of a channel: that of the channel before, if it will do. */
    private Object room(ChannelImage channel, Interval region) {
        int length = Math.toIntExact(Intervals.numElements(region));
        if (roomType != channel.type() || Array.getLength(room) < length) {
            roomType = channel.type();
            room = roomType.createArray(length);
        }
        return room;
    }

    private ObjectIntensity intensity(ChannelImage channel, Object pixels, ObjectRuns runs, int object, int most) {
        if (values.length < most) {
            values = new float[Math.max(most, 2 * values.length)];
        }
        int count = 0;
        for (int run = runs.firstRun(object); run < runs.endOfRuns(object); run++) {
            count = Values.gather(channel.type(), pixels, runs.start(run), runs.length(run), values, count);
        }
        Values sums = new Values();
        sums.add(values, count);
        double median = count == 0
                ? Double.NaN
                : medians.of(values, count, channel.type().isInteger(), sums.min(), sums.max());
        return sums.intensity(median);
    }
}
