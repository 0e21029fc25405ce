// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.measure;

import io.github.stencil.image.KeyCounts;
import io.github.stencil.image.PixelType;
import java.util.ArrayList;
import java.util.List;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;

/**
 * Measures an object that is too large to lie in memory: in strips of its box, in storage order. It has the same size,
 * position and values as if it had been measured in one piece, but no shape and no ring. For one thread.
 */
final class StreamedMeasure {
    private static final int HALF = 16; // bits

    private final LabelBlocks labels;
    private final List<ChannelImage> channels;
    private final ObjectPlacing placing;
    private final long stripPixels;
    private final Runnable listener;
    private float[] values = {};

    /**
     * Prepares to measure.
     *
     * @param stripPixels the most pixels of a strip, unless a row has more
     * @param listener hears each strip
     */
    StreamedMeasure(
            LabelBlocks labels,
            List<ChannelImage> channels,
            ObjectPlacing placing,
            long stripPixels,
            Runnable listener) {
        this.labels = labels;
        this.channels = channels;
        this.placing = placing;
        this.stripPixels = stripPixels;
        this.listener = listener;
    }

    MeasuredObject measure(LabelBox box) {
        Moments moments = new Moments();
        List<Interval> strips = strips(box.region());
        for (Interval strip : strips) {
            ObjectRuns.visit(read(strip), strip, (label, at, length, x, y, z) -> {
                if (label == box.label()) {
                    Interval region = box.region();
                    moments.add(x - region.min(0), y - region.min(1), z - region.min(2), length);
                }
            });
        }
        List<ObjectIntensity> intensities = new ArrayList<>();
        for (ChannelImage channel : channels) {
            intensities.add(intensity(box, strips, channel));
        }
        return placing.object(box, moments, null, null, intensities);
    }

    private int[] read(Interval strip) {
        listener.run();
        return labels.read(strip);
    }

    /** Cuts a box into strips of whole rows, in storage order. */
    private List<Interval> strips(Interval box) {
        int rows = (int) Math.max(1, Math.min(box.dimension(1), stripPixels / box.dimension(0)));
        List<Interval> strips = new ArrayList<>();
        for (long z = box.min(2); z <= box.max(2); z++) {
            for (long y = box.min(1); y <= box.max(1); y += rows) {
                strips.add(new FinalInterval(
                        new long[] {box.min(0), y, z}, new long[] {box.max(0), Math.min(box.max(1), y + rows - 1), z}));
            }
        }
        return strips;
    }

    /** Finds the median by the upper halves of the values' keys and then, of those that share it, by the lower. */
    private ObjectIntensity intensity(LabelBox box, List<Interval> strips, ChannelImage channel) {
        Values sums = new Values();
        KeyCounts upper = counts();
        for (Interval strip : strips) {
            int count = gather(box, strip, channel);
            sums.add(values, count);
            for (int i = 0; i < count; i++) {
                upper.add(KeyCounts.key(values[i]) >>> HALF);
            }
        }
        if (sums.count() == 0) {
            return ObjectIntensity.NONE;
        }
        long[] places = {(sums.count() - 1) / 2, sums.count() / 2};
        int[] buckets = {upper.find(places[0]), upper.find(places[1])};
        KeyCounts[] lower = {counts(), counts()};
        for (Interval strip : strips) {
            int count = gather(box, strip, channel);
            for (int i = 0; i < count; i++) {
                int key = KeyCounts.key(values[i]);
                for (int end = 0; end < 2; end++) {
                    if (key >>> HALF == buckets[end]) {
                        lower[end].add(key & 0xffff);
                    }
                }
            }
        }
        double[] ends = new double[2];
        for (int end = 0; end < 2; end++) {
            int low = lower[end].find(places[end] - upper.below(buckets[end]));
            ends[end] = KeyCounts.value(buckets[end] << HALF | low);
        }
        return sums.intensity(Median.between(ends[0], ends[1]));
    }

    private static KeyCounts counts() {
        return new KeyCounts(() -> new long[KeyCounts.PAGE]);
    }

    /** Gathers the values of an object in a strip, and returns how many there are. */
    private int gather(LabelBox box, Interval strip, ChannelImage channel) {
        int[] pixels = read(strip);
        if (values.length < pixels.length) {
            values = new float[pixels.length];
        }
        PixelType type = channel.type();
        Object from =
                channel.copy(placing.cut(), strip, type.createArray(Math.toIntExact(Intervals.numElements(strip))));
        int[] count = new int[1];
        ObjectRuns.visit(pixels, strip, (label, at, length, x, y, z) -> {
            if (label == box.label()) {
                count[0] = Values.gather(type, from, at, length, values, count[0]);
            }
        });
        return count[0];
    }
}
