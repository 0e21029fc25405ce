// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.measure;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelReader;
import io.github.stencil.work.Workplace;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is measured of the objects of a label map.
 *
 * @param labels the label map
 * @param rule how they were measured
 * @param channels how many channels were measured
 * @param objects in the order of planes or volumes, then by label; a label that several planes or frames have is an object
 *     of each
 */
public record Measurement(AxisImage labels, MeasureRule rule, int channels, List<MeasuredObject> objects) {
    /** Copies the list. */
    public Measurement {
        objects = List.copyOf(objects);
    }

    /**
     * Measures objects without a report of progress; see {@link #of(AxisImage, List, MeasureRule, Workplace, Progress)}.
     *
     * @throws StencilException if the images do not fit, or a pixel is no label
     */
    public static Measurement of(AxisImage labels, List<AxisImage> images, MeasureRule rule) {
        return of(labels, images, rule, Workplace.memory(), Progress.NONE);
    }

    /**
     * Measures the objects of a label map, block by block.
     *
     * @param labels [X, Y, Z, T] with one channel, as {@link LabelReader} reads them; 0 is no object
     * @param images whose values are measured, of any types and channels, of the same size; may be none
     * @param work where it is done, such as {@link ImageStore#work}
     * @param progress hears planes or volumes, and is told how many objects are too large to have a shape
     * @throws StencilException if the images do not fit, or a pixel is no label
     */
    public static Measurement of(
            AxisImage labels, List<AxisImage> images, MeasureRule rule, Workplace work, Progress progress) {
        return of(labels, images, rule, work, progress, ImageMeasure.Sizes.USUAL);
    }

    /** Measures in blocks of a size, which changes nothing about what is measured in one piece. */
    static Measurement of(
            AxisImage labels,
            List<AxisImage> images,
            MeasureRule rule,
            Workplace work,
            Progress progress,
            ImageMeasure.Sizes sizes) {
        LabelReader.check("", labels.description());
        images.forEach(image -> check(labels, image));
        AxisImage wide = labels.wide();
        List<ChannelImage> channels = ChannelImage.of(images);
        Space space = rule.space();
        int count = space.images(labels.extent());
        List<MeasuredObject> objects = new ArrayList<>();
        int tooLarge = 0;
        for (int i = 0; i < count; i++) {
            int current = i;
            ImageMeasure measure =
                    new ImageMeasure(wide, channels, rule, i, work, sizes, () -> progress.step(current, count));
            objects.addAll(measure.measure());
            tooLarge += measure.tooLarge();
        }
        progress.step(count, count);
        if (tooLarge > 0) {
            progress.say(
                    "%,d objects are too large to be outlined (more than %,d pixels) and have no shape and no ring."
                            .formatted(tooLarge, sizes.mostPixels()));
        }
        return new Measurement(labels, rule, channels.size(), objects);
    }

    private static void check(AxisImage labels, AxisImage image) {
        Extent wanted = labels.extent();
        if (!image.extent().withChannels(1).equals(wanted)) {
            throw StencilException.of(
                    "The labels \"%s\" are %s but the image \"%s\" is %s. Give images of the same size, with any channels.",
                    labels.title(), wanted, image.title(), image.extent());
        }
    }

    /** Returns these objects as ones of classes: the same objects with other types, in the same order. */
    public Measurement withObjects(List<MeasuredObject> others) {
        return new Measurement(labels, rule, channels, others);
    }

    /** Returns how many there are, in each frame and of each class that an object is of; a frame without objects has a row. */
    public List<ObjectCount> counts() {
        List<Long> types =
                objects.stream().map(MeasuredObject::type).distinct().sorted().toList();
        List<Long> classes = types.isEmpty() ? List.of(1L) : types;
        return IntStream.rangeClosed(1, labels.extent().frames())
                .boxed()
                .flatMap(frame -> classes.stream().map(type -> count(frame, type)))
                .toList();
    }

    private ObjectCount count(int frame, long type) {
        double[] sizes = objects.stream()
                .filter(object -> object.frame() == frame && object.type() == type)
                .mapToDouble(MeasuredObject::size)
                .sorted()
                .toArray();
        return ObjectCount.of(frame, type, frameSize(), sizes);
    }

    /** Returns the area of a frame, of all its slices, or its volume. */
    private double frameSize() {
        var units = labels.description().calibration();
        Extent extent = labels.extent();
        double depth = rule.space() == Space.VOLUMES ? units.pixelDepth : 1;
        return (double) extent.planePixels() * extent.slices() * units.pixelWidth * units.pixelHeight * depth;
    }
}
