// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.onehot;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageStore;
import io.github.stencil.label.LabelReader;
import io.github.stencil.tensor.chain.DeviceImage;
import io.github.stencil.tensor.chain.DeviceTensor;
import io.github.stencil.work.Part;
import io.github.stencil.work.Receipts;
import java.util.List;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Label maps to categorical stacks (one-hot: a plane per class, on where a pixel is of the class) and back.
 *
 * <p>Law: decoding what was encoded, with the same ids, background and axis, gives every label back but the ignored ones,
 * which become 0.
 */
public final class OneHot {
    private static final String SPACE = "XYZT";

    private OneHot() {}

    /**
     * Encodes labels in memory, without a report of progress; see
     * {@link #encode(AxisImage, EncodeRule, ImageStore, Progress)}.
     *
     * @param labels one channel, such as {@code AxisImage.of(pixels, "XYZ")}
     * @throws StencilException if a pixel is no label, a label has no class, or the image has no free axis
     */
    public static Categorical encode(AxisImage labels, EncodeRule rule) {
        return encode(labels, rule, ImageStore.memory(), Progress.NONE);
    }

    /**
     * Decodes a stack in memory, without a report of progress; see
     * {@link #decode(AxisImage, DecodeRule, ImageStore, Progress)}.
     *
     * @param image a plane per class along channels or slices, such as {@code AxisImage.of(pixels, "XYC")}; not NaN
     * @throws StencilException if a value is NaN, or the axes or ids do not fit
     */
    public static AxisImage decode(AxisImage image, DecodeRule rule) {
        return decode(image, rule, ImageStore.memory(), Progress.NONE);
    }

    /**
     * Encodes labels.
     *
     * @param labels [X, Y, Z, T], 8-, 16- or 32-bit with one channel; labels as {@link LabelReader} reads them
     * @param store where the result grows
     * @param progress hears each band, of the count of labels and then of the work
     * @return a stack with a named plane per class, shown from 0 to its full value, with the calibration of
     *     {@code labels}
     * @throws StencilException if a pixel is no label, a label has no class, or the image has no free axis
     */
    public static Categorical encode(AxisImage labels, EncodeRule rule, ImageStore store, Progress progress) {
        return encode(labels, rule, store, progress, Encoder.MOST_VALUES);
    }

    /**
     * Decodes a categorical stack, probabilities or other scores: the class of a pixel is that of its highest plane, of the
     * lowest class among equals. A pixel that is 0 in all planes becomes 0.
     *
     * @param image a plane per class along channels or slices; not NaN
     * @param store where the result grows
     * @param progress hears each band
     * @return 8-, 16- or 32-bit labels as the highest label needs, titled STEM-labels, with the calibration of {@code image}
     * @throws StencilException if a value is NaN, or the axes or ids do not fit
     */
    public static AxisImage decode(AxisImage image, DecodeRule rule, ImageStore store, Progress progress) {
        return decode(image, rule, store, progress, Decoder.MOST_VALUES);
    }

    /**
     * Encodes labels in memory.
     *
     * @param labels unsigned 8- or 16-bit or 32-bit float [X, Y], [X, Y, Z] or [X, Y, Z, T], from 0 to classes - 1
     * @param classes how many; 0 for the highest label + 1, at most 255
     * @return 0 and 1, with the classes as one more dimension at the end, from 0 on
     * @throws StencilException if a pixel is no label or its label has no class
     */
    public static <T extends RealType<T> & NativeType<T>> RandomAccessibleInterval<UnsignedByteType> encode(
            RandomAccessibleInterval<T> labels, int classes) {
        String axes = space(labels.numDimensions());
        AxisImage stack = encode(AxisImage.of("labels", labels, axes), EncodeRule.of(classes))
                .image();
        @SuppressWarnings("unchecked") // EncodeRule.of gives 8-bit
        var bytes = (RandomAccessibleInterval<UnsignedByteType>) stack.pixels(axes + "C");
        return bytes;
    }

    /**
     * Decodes a stack in memory.
     *
     * @param stack [X, Y, C], [X, Y, Z, C] or [X, Y, Z, T, C]: the classes are the last dimension
     * @return the labels, 8-bit for up to 256 classes, without that dimension
     * @throws StencilException if a value is NaN
     */
    public static <T extends RealType<T> & NativeType<T>> RandomAccessibleInterval<? extends RealType<?>> decode(
            RandomAccessibleInterval<T> stack) {
        String axes = space(stack.numDimensions() - 1);
        return decode(AxisImage.of("stack", stack, axes + "C"), DecodeRule.USUAL.withAxis(ClassAxis.CHANNELS))
                .pixels(axes);
    }

    /**
     * Encodes labels on the device. The labels are counted there first; only the counts come to the host.
     *
     * @param labels one channel; whole numbers from 0 to 65,535
     * @return what {@link #encode(AxisImage, EncodeRule, ImageStore, Progress)} makes, on the device; the caller's
     * @throws StencilException if a pixel is no label, a label has no class, or the image has no free axis
     */
    public static DeviceImage encode(DeviceImage labels, EncodeRule rule) {
        Description from = labels.description();
        checkLabels(from, rule.axis());
        ClassIds ids = rule.resolve(CensusProgram.of(labels));
        ClassAxis axis = rule.axis() == ClassAxis.SLICES ? ClassAxis.SLICES : ClassAxis.CHANNELS;
        try (EncodeProgram program = new EncodeProgram(ids, rule, from.type(), ids.planes());
                DeviceTensor flat = labels.reshaped(1, -1)) {
            Description stack = Encoder.describe(from, rule, ids, axis);
            return DeviceImage.ofPlanes(stack, program.run(flat, 0), axis.groups(stack.extent()), ids.planes());
        }
    }

    /**
     * Decodes a categorical stack, probabilities or other scores on the device: the argmax over its planes.
     *
     * @return what {@link #decode(AxisImage, DecodeRule, ImageStore, Progress)} makes, on the device; the caller's
     * @throws StencilException if a value is NaN, or the axes or ids do not fit
     */
    public static DeviceImage decode(DeviceImage image, DecodeRule rule) {
        Description from = image.description();
        ClassAxis axis = axis(from, rule);
        int planes = axis == ClassAxis.SLICES
                ? from.extent().slices()
                : from.extent().channels();
        ClassIds ids = rule.resolve(planes);
        try (DecodeProgram program = new DecodeProgram(ids, from.type(), rule.minimum());
                DeviceTensor rows = image.byPlane(axis.groups(from.extent()), planes)) {
            List<DeviceTensor> results = program.run(rows);
            byte[] nan = new byte[1];
            try (DeviceTensor any = results.get(1)) {
                any.pullSmall(nan);
            }
            if (nan[0] != 0) {
                results.get(0).close();
                throw StencilException.of(
                        "\"%s\" has NaN, which belongs to no class. Replace such values first.", from.title());
            }
            return DeviceImage.of(Decoder.describe(from, ids, axis), results.get(0));
        }
    }

    /** Encodes with at most so many values in a step, which changes nothing about the result. */
    static Categorical encode(AxisImage given, EncodeRule rule, ImageStore store, Progress progress, int mostValues) {
        checkLabels(given.description(), rule.axis());
        AxisImage labels = given.wide();
        Receipts receipts = store.work().at(Part.LABELS).receipts();
        LabelCensus census = LabelCensus.of(labels, receipts, progress);
        ClassIds ids = rule.resolve(census);
        census.writeTo(receipts);
        return new Categorical(new Encoder(labels, rule, ids, mostValues).run(store, progress), ids);
    }

    /** Decodes with at most so many values in a step, which changes nothing about the result. */
    static AxisImage decode(AxisImage image, DecodeRule rule, ImageStore store, Progress progress, int mostValues) {
        Extent extent = image.extent();
        ClassAxis axis = axis(image.description(), rule);
        int planes = axis == ClassAxis.SLICES ? extent.slices() : extent.channels();
        return new Decoder(image, rule, axis, rule.resolve(planes), mostValues).run(store, progress);
    }

    private static ClassAxis axis(Description image, DecodeRule rule) {
        ClassAxis axis = rule.axis().in(image.extent());
        if (axis == ClassAxis.SLICES && image.extent().channels() > 1) {
            throw StencilException.of(
                    "\"%s\" has %d channels beside the classes in its slices. Split the channels, or choose the axis Channels.",
                    image.title(), image.extent().channels());
        }
        return axis;
    }

    private static void checkLabels(Description labels, ClassAxis axis) {
        Extent extent = labels.extent();
        LabelReader.check("", labels);
        if (axis == ClassAxis.SLICES && extent.slices() > 1) {
            throw StencilException.of(
                    "\"%s\" has %d slices, so that its classes cannot be slices too. Choose the axis Channels.",
                    labels.title(), extent.slices());
        }
    }

    private static String space(int dimensions) {
        return SPACE.substring(0, Math.max(0, Math.min(SPACE.length(), dimensions)));
    }
}
