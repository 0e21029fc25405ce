// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.mask;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.PixelType;
import io.github.stencil.label.LabelReader;
import io.github.stencil.label.LabelSet;
import io.github.stencil.tensor.BlockReader;
import io.github.stencil.tensor.HostTensor;
import io.github.stencil.tensor.HostTensors;
import io.github.stencil.tensor.TensorRuntime;
import io.github.stencil.tile.Bands;
import io.github.stencil.work.Pipeline;
import java.util.List;
import java.util.function.Consumer;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;

/** Goes through an image band by band and hands on the pixels that are in a class. */
final class PixelGather {
    /** The most values of a band, all channels counted. */
    static final int BAND_VALUES = 1 << 20;

    private final AxisImage image;
    private final AxisImage mask;
    private final LabelSet include;
    private final Broadcast fit;
    private final int bandValues;

    private PixelGather(AxisImage image, AxisImage mask, LabelSet include, Broadcast fit, int bandValues) {
        this.image = image;
        this.mask = mask;
        this.include = include;
        this.fit = fit;
        this.bandValues = bandValues;
    }

    static PixelGather of(AxisImage image, AxisImage given, LabelSet include, int bandValues) {
        AxisImage mask = given.wide(); // labels are whole numbers
        Broadcast fit = Broadcast.of(image.description(), mask.description());
        checkOneChannel(mask.description());
        return new PixelGather(image, mask, include, fit, bandValues);
    }

    /** Refuses a mask with several channels. */
    static void checkOneChannel(Description mask) {
        if (mask.extent().channels() > 1) {
            throw StencilException.of(
                    "The mask \"%s\" has %d channels, but the channels of a pixel are taken together. Give a mask with one channel.",
                    mask.title(), mask.extent().channels());
        }
    }

    /** Returns the bands of the image, in its order; each lies in one plane, whose channels it has all. */
    List<Interval> bands() {
        return Bands.of(image.extent().interval(), bandValues, 2);
    }

    /** Returns whether two bands lie in one slice of one frame. */
    static boolean isSamePlane(Interval one, Interval other) {
        return one.min(3) == other.min(3) && one.min(4) == other.min(4);
    }

    /** Hands on the pixels of each band, in the image's order, on one thread. */
    void each(Progress progress, Consumer<Part> consumer) {
        each(bands(), progress, consumer);
    }

    /** Hands on the pixels of some bands, in their order, on one thread. */
    void each(List<Interval> bands, Progress progress, Consumer<Part> consumer) {
        TensorRuntime.load(progress);
        int channels = image.extent().channels();
        BlockReader pixels = new BlockReader(image);
        BlockReader labels = new BlockReader(mask);
        try (GatherProgram program = new GatherProgram(include, image.type(), mask.type())) {
            Pipeline.<Interval, HostTensors, HostTensors>run(
                    bands,
                    band -> HostTensors.of(
                            pixels.read(band, channels, Intervals.numElements(band) / channels),
                            labels.read(maskBand(band))),
                    input -> program.run(input.get(0), input.get(1)),
                    (band, output) -> consumer.accept(new Part(band, output)),
                    progress);
        }
    }

    private Interval maskBand(Interval band) {
        return fit.over(band);
    }

    /** The pixels of a band that are in a class. */
    final class Part {
        private final Interval band;
        private final int size;
        private final int[] where;
        private final Object classes;
        private final Object values;

        Part(Interval band, HostTensors tensors) {
            this.band = band;
            HostTensor places = tensors.get(0);
            size = Math.toIntExact(places.size());
            where = new int[size];
            places.copyTo(0, where, 0, size);
            classes = array(mask.type(), tensors.get(1));
            values = array(image.type(), tensors.get(2));
        }

        private static Object array(PixelType type, HostTensor tensor) {
            int length = Math.toIntExact(tensor.size());
            Object array = type.createArray(length);
            tensor.copyTo(0, array, 0, length);
            return array;
        }

        /** Returns the number of pixels. */
        int size() {
            return size;
        }

        /** Returns the values [C, M] as an array of the image's type. */
        Object values() {
            return values;
        }

        /** Returns a pixel's value in a channel, from 0. */
        double value(int pixel, int channel) {
            return image.type().get(values, channel * size + pixel);
        }

        /** Returns a pixel's place in the image, X fastest and T slowest, channels apart. */
        long place(int pixel) {
            Extent extent = image.extent();
            long plane = band.min(3) + band.min(4) * extent.slices();
            return plane * extent.planePixels() + band.min(1) * extent.width() + where[pixel];
        }

        /** Returns a pixel's class, or refuses a mask value that is none. */
        long label(int pixel) {
            double value = mask.type().get(classes, pixel);
            if (!LabelReader.isLabel(value, mask.type())) {
                String place = mask.extent().place(maskBand(band), where[pixel]);
                throw LabelReader.noLabel("The mask ", mask.description(), value, place);
            }
            return (long) value;
        }
    }
}
