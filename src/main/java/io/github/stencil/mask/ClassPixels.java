// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.mask;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageSink;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.PixelType;
import io.github.stencil.label.LabelSet;
import io.github.stencil.tensor.chain.DeviceImage;
import io.github.stencil.tensor.chain.DeviceTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import net.imglib2.FinalInterval;

/**
 * Takes the pixels of classes out of an image, all channels of a pixel together. A class is all mask pixels of one value: of
 * any value but 0, or of those in a list of labels; under a binary mask the class is 255. NaN in a mask is no class.
 *
 * <p>All work is in bands on the device; what is kept is bounded by the number of classes, not of pixels, but for
 * {@link #sample} without a limit. The methods without a progress run in silence.
 */
public final class ClassPixels {
    private static final int BINS = 256;

    private final AxisImage image;
    private final PixelGather gather;

    private ClassPixels(AxisImage image, PixelGather gather) {
        this.image = image;
        this.gather = gather;
    }

    /**
     * Lays a mask over an image and takes every value but 0 for a class; see {@link #of(AxisImage, AxisImage, LabelSet)}.
     *
     * @throws StencilException if mask and image do not fit
     */
    public static ClassPixels of(AxisImage image, AxisImage mask) {
        return of(image, mask, LabelSet.NONE);
    }

    /**
     * Lays a mask over an image. No pixel is read yet.
     *
     * @param image any type, channels, slices and frames; only read
     * @param mask of the same width and height with one channel, and with one slice and frame or as many as the image; its
     *     classes are whole numbers
     * @param include the classes to take; none for every value but 0
     * @throws StencilException if mask and image do not fit
     */
    public static ClassPixels of(AxisImage image, AxisImage mask, LabelSet include) {
        return of(image, mask, include, PixelGather.BAND_VALUES);
    }

    /** The same in bands of at most so many values, which changes nothing about the results. */
    static ClassPixels of(AxisImage image, AxisImage mask, LabelSet include, int bandValues) {
        AxisImage intensities = image.rounded();
        return new ClassPixels(intensities, PixelGather.of(intensities, mask, include, bandValues));
    }

    /**
     * Computes statistics. Each plane is read once, of 32-bit images twice.
     *
     * @param pool whether a row is over all planes, instead of one slice of one frame
     * @return a row for each class and channel that is there, by frame, slice, class and channel; none if no pixel is in a
     *     class
     */
    public List<ClassStatistics> statistics(boolean pool, Progress progress) {
        List<ClassStatistics> rows = new ArrayList<>();
        tally(pool, progress, (band, classes) -> {
            int slice = pool ? 0 : (int) band.min(3) + 1;
            int frame = pool ? 0 : (int) band.min(4) + 1;
            classes.forEach((label, channels) -> {
                for (int c = 0; c < channels.length; c++) {
                    rows.add(channels[c].statistics(slice, frame, label, c + 1));
                }
            });
        });
        return rows;
    }

    /** Computes statistics; see {@link #statistics(boolean, Progress)}. */
    public List<ClassStatistics> statistics(boolean pool) {
        return statistics(pool, Progress.NONE);
    }

    private void tally(boolean pool, Progress progress, ClassTallies.Listener listener) {
        new ClassTallies(gather, image.type(), image.extent().channels(), listener).run(pool, progress);
    }

    /**
     * Takes pixels with their places.
     *
     * @param limit the most pixels of a class, of which a random sample is taken if it has more; 0 for all
     * @param seed of the random sample; the same seed gives the same pixels
     * @return by class, rising
     */
    public List<PixelSample> sample(int limit, long seed, Progress progress) {
        Map<Long, Reservoir> classes = new TreeMap<>();
        Extent extent = image.extent();
        int channels = extent.channels();
        gather.each(progress, part -> {
            for (int i = 0; i < part.size(); i++) {
                long label = part.label(i);
                Reservoir reservoir = classes.computeIfAbsent(label, key -> new Reservoir(key, channels, limit, seed));
                int slot = reservoir.next(part.place(i));
                for (int c = 0; slot >= 0 && c < channels; c++) {
                    reservoir.values()[slot + c] = (float) part.value(i, c);
                }
            }
        });
        List<PixelSample> samples = new ArrayList<>();
        classes.forEach((label, reservoir) -> samples.add(reservoir.sample(label, extent)));
        return samples;
    }

    /** Takes pixels with their places; see {@link #sample(int, long, Progress)}. */
    public List<PixelSample> sample(int limit, long seed) {
        return sample(limit, seed, Progress.NONE);
    }

    /**
     * Takes pixels as an image in memory; see {@link #vectors(ImageStore, Progress)}.
     *
     * @throws StencilException if no pixel is in a class
     */
    public AxisImage vectors() {
        return vectors(ImageStore.memory(), Progress.NONE);
    }

    /**
     * Takes pixels as an image with a column per pixel, in the image's order, and a row per channel.
     *
     * @return an image of the same type, titled STEM-pixels
     * @throws StencilException if no pixel is in a class
     */
    public AxisImage vectors(ImageStore store, Progress progress) {
        long[] count = new long[1];
        gather.each(progress, part -> count[0] += part.size());
        if (count[0] == 0) {
            throw none();
        }
        if (count[0] > Integer.MAX_VALUE - 8) {
            throw StencilException.of(
                    "%,d pixels are in a class, more than a row of an image can have. Name fewer classes in include.",
                    count[0]);
        }
        int channels = image.extent().channels();
        Description result = describe(image.description(), (int) count[0]);
        long[] next = new long[1];
        try (ImageSink sink = store.create(result)) {
            gather.each(progress, part -> {
                if (part.size() > 0) {
                    long[] min = {next[0], 0, 0, 0, 0};
                    next[0] += part.size();
                    sink.write(new FinalInterval(min, new long[] {next[0] - 1, channels - 1L, 0, 0, 0}), part.values());
                }
            });
            return sink.finish();
        }
    }

    /**
     * Takes pixels as an image with a column per pixel, where image and mask are on the device.
     *
     * @return what {@link #vectors(ImageStore, Progress)} makes, on the device; the caller's
     * @throws StencilException if mask and image do not fit, the mask has several channels, or no pixel is in a class
     */
    public static DeviceImage vectors(DeviceImage image, DeviceImage mask, LabelSet include) {
        Description from = image.description();
        Extent extent = from.extent();
        Broadcast.of(from, mask.description());
        PixelGather.checkOneChannel(mask.description());
        try (GatherProgram program = new GatherProgram(
                        include, from.type(), mask.description().type());
                DeviceTensor pixels = image.byPlane(extent.slices() * extent.frames(), extent.channels());
                DeviceTensor labels = Broadcast.over(mask, extent, 1)) {
            DeviceTensor values = program.values(pixels, labels);
            if (values.size() == 0) {
                values.close();
                throw none();
            }
            int count = Math.toIntExact(values.size() / extent.channels());
            return DeviceImage.of(describe(from, count), values);
        }
    }

    private static Description describe(Description image, int count) {
        return Description.of(
                image.derived("pixels").title(),
                image.type(),
                new Extent(count, image.extent().channels(), 1, 1, 1));
    }

    /**
     * Counts values in 256 bins: of 8-bit images a bin per value, of others from the least value to the greatest.
     *
     * @return for each class and channel, by class and then by channel
     * @throws StencilException if no pixel is in a class
     */
    public List<ClassHistogram> histograms() {
        return histograms(Progress.NONE);
    }

    /** Counts values as {@link #histograms()} does, and reports progress. */
    public List<ClassHistogram> histograms(Progress progress) {
        Map<Long, Tally[]> tallies = new TreeMap<>();
        tally(true, progress, (band, classes) -> tallies.putAll(classes));
        if (tallies.isEmpty()) {
            throw none();
        }
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (Tally[] channels : tallies.values()) {
            for (Tally tally : channels) {
                least = Math.min(least, tally.min());
                most = Math.max(most, tally.max());
            }
        }
        boolean bytes = image.type() == PixelType.UINT8;
        double from = bytes ? 0 : least;
        double width = bytes ? 1 : most > least ? (most - least) / BINS : 1;
        Map<Long, long[][]> counts = new TreeMap<>();
        tallies.forEach((label, channels) -> counts.put(label, new long[channels.length][BINS]));
        gather.each(progress, part -> {
            for (int i = 0; i < part.size(); i++) {
                long[][] channels = counts.getOrDefault(part.label(i), new long[0][]);
                for (int c = 0; c < channels.length; c++) {
                    double value = part.value(i, c);
                    if (!Double.isNaN(value)) {
                        channels[c][Math.min(BINS - 1, (int) ((value - from) / width))]++;
                    }
                }
            }
        });
        List<ClassHistogram> histograms = new ArrayList<>();
        counts.forEach((label, channels) -> {
            for (int c = 0; c < channels.length; c++) {
                List<Long> bins = LongStream.of(channels[c]).boxed().toList();
                histograms.add(new ClassHistogram(label, c + 1, from, width, bins));
            }
        });
        return histograms;
    }

    private static StencilException none() {
        return new StencilException(
                "No pixel of the mask is in a class. Choose another mask, or other labels in include.");
    }
}
