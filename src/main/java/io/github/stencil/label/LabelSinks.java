// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label;

import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageSink;
import io.github.stencil.image.Luts;
import io.github.stencil.image.PixelType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;

/**
 * Label maps as results: 16-bit, or 32-bit where a label is above 65,535, as whole numbers where one is above 16,777,216.
 */
public final class LabelSinks {
    private LabelSinks() {}

    /**
     * Describes a label map of an image's size: one channel, the image's calibration and the names of its planes.
     *
     * @param highest the highest label
     * @param wide whether whole numbers of 32 bits can be stored
     */
    public static Description describe(Description image, String suffix, long highest, boolean wide) {
        Extent extent = image.extent();
        List<String> names = new ArrayList<>();
        for (int plane = 0; plane < extent.planes(); plane += extent.channels()) {
            names.add(Objects.requireNonNullElse(image.planeLabel(plane), ""));
        }
        PixelType large = wide || highest > LabelReader.HIGHEST_FLOAT ? PixelType.UINT32 : PixelType.FLOAT32;
        PixelType type = highest > PixelType.UINT16.fullValue() ? large : PixelType.UINT16;
        var colours = Luts.labels();
        colours.max = (double) Math.max(255, highest);
        return image.derived(suffix)
                .withType(type)
                .withExtent(
                        extent.withChannels(1),
                        extent.channels() > 1 || names.stream().allMatch(String::isEmpty) ? List.of() : names)
                .withLuts(List.of(colours), 0)
                .withLabels(true);
    }

    /** Returns the highest label that images of a type hold. */
    public static long highest(PixelType type) {
        return switch (type) {
            case UINT8, UINT16, INT16 -> (long) type.fullValue();
            case FLOAT32 -> LabelReader.HIGHEST_FLOAT;
            case UINT32 -> LabelSet.HIGHEST;
        };
    }

    /**
     * Writes a plane.
     *
     * @param labels with the plane's at {@code from}
     */
    public static void write(ImageSink sink, int slice, int frame, int[] labels, int from) {
        Extent extent = sink.description().extent();
        write(sink, extent.rows(0, extent.height() - 1, 0, 0, slice, frame), labels, from);
    }

    /** Writes a block [X, Y, C, Z, T]. */
    public static void write(ImageSink sink, Interval block, int... labels) {
        write(sink, block, labels, 0);
    }

    private static void write(ImageSink sink, Interval block, int[] labels, int from) {
        int length = Math.toIntExact(Intervals.numElements(block));
        Object pixels = sink.description().type().createArray(length);
        if (pixels instanceof int[]) {
            System.arraycopy(labels, from, pixels, 0, length);
        } else if (pixels instanceof short[] values) {
            for (int i = 0; i < length; i++) {
                values[i] = (short) labels[from + i];
            }
        } else if (pixels instanceof float[] values) {
            for (int i = 0; i < length; i++) {
                values[i] = labels[from + i];
            }
        }
        sink.write(block, pixels);
    }
}
