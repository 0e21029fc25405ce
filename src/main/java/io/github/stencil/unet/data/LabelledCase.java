// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.image.PixelType;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelReader;
import io.github.stencil.model.scale.PlaneScale;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

/**
 * What a network sees as one image: a plane in 2D, the volume of a frame in 3D, with its labels.
 *
 * @param pair where the pixels are
 * @param name the image's stem, and where in it the case is
 * @param extent of the whole image
 * @param slice the first slice
 * @param depth how many slices
 * @param frame from 0
 * @param held a corner whose pixels are judged by and not learned from; empty where the case is for one of the two
 */
public record LabelledCase(
        LabelledImage pair, String name, Extent extent, int slice, int depth, int frame, Optional<HeldCorner> held) {

    /** Returns the cases of an image, in stack order. */
    static List<LabelledCase> of(LabelledImage pair, Space space) {
        AxisImage image = pair.image().image().rounded();
        Extent extent = image.extent();
        List<LabelledCase> cases = new ArrayList<>();
        for (int frame = 0; frame < extent.frames(); frame++) {
            String time = extent.frames() > 1 ? " t" + (frame + 1) : "";
            String stem = image.description().stem();
            if (space == Space.VOLUMES) {
                cases.add(new LabelledCase(pair, stem + time, extent, 0, extent.slices(), frame, Optional.empty()));
            } else {
                for (int slice = 0; slice < extent.slices(); slice++) {
                    String place = extent.slices() > 1 ? " z" + (slice + 1) : "";
                    cases.add(new LabelledCase(pair, stem + place + time, extent, slice, 1, frame, Optional.empty()));
                }
            }
        }
        return cases;
    }

    /** Returns this case with a corner that is held back. */
    LabelledCase holding(HeldCorner corner) {
        return new LabelledCase(pair, name, extent, slice, depth, frame, Optional.of(corner));
    }

    int width() {
        return extent.width();
    }

    int height() {
        return extent.height();
    }

    int channels() {
        return extent.channels();
    }

    long pixels() {
        return extent.planePixels() * depth;
    }

    /** Returns the image, not normalised, without the planes of other cases. */
    public AxisImage image() {
        AxisImage whole = pair.image().image().rounded();
        return extent.slices() == depth && extent.frames() == 1 ? whole : part(whole);
    }

    /** Returns the label map as it is in the file, without the planes of other cases. */
    AxisImage labels() {
        AxisImage whole = pair.labels().image();
        return extent.slices() == depth && extent.frames() == 1 ? whole : part(whole);
    }

    private AxisImage part(AxisImage whole) {
        Interval here = block(0, 0, 0, width(), height(), depth, whole.extent().channels());
        return LabelledCase.<UnsignedByteType>view(name, Views.interval(whole.pixels(), here));
    }

    /** The type is checked where the view is made. */
    @SuppressWarnings("unchecked")
    private static <T extends RealType<T> & NativeType<T>> AxisImage view(
            String title, RandomAccessibleInterval<?> pixels) {
        return AxisImage.of(title, (RandomAccessibleInterval<T>) pixels, "XYCZT");
    }

    /** Returns the classes of all pixels [D, H, W], {@link Targets#IGNORED} where they do not count. */
    int[] classes(Targets targets) {
        return targets.classes(readLabels(0, 0, 0, width(), height(), depth), width(), height(), depth);
    }

    /** Returns the same where nothing counts but what is held back, if only a corner is. */
    int[] judged(Targets targets) {
        int[] classes = classes(targets);
        if (held.isPresent()) {
            for (int i = 0; i < classes.length; i++) {
                if (!held.get().contains(i % width(), i / width() % height())) {
                    classes[i] = Targets.IGNORED;
                }
            }
        }
        return classes;
    }

    /** Reads labels of a part inside the case, [D, H, W]. */
    int[] readLabels(int x, int y, int z, int partWidth, int partHeight, int partDepth) {
        int[] labels = new int[Math.multiplyExact(Math.multiplyExact(partWidth, partHeight), partDepth)];
        LabelReader.of("The label map ", pair.labels().image())
                .read(block(x, y, z, partWidth, partHeight, partDepth, 1), labels);
        return labels;
    }

    /** Reads a part inside the case and normalises it. */
    CasePart read(PlaneScale scale, int x, int y, int z, int partWidth, int partHeight, int partDepth) {
        AxisImage image = pair.image().image().rounded();
        Interval all = block(x, y, z, partWidth, partHeight, partDepth, channels());
        float[][] channels = new float[channels()][];
        for (int c = 0; c < channels.length; c++) {
            long[] min = all.minAsLongArray();
            long[] max = all.maxAsLongArray();
            min[2] = c;
            max[2] = c;
            Object raw = image.copy(new FinalInterval(min, max));
            channels[c] = normalized(
                    image.type(), raw, scale.low().get(c), scale.range().get(c));
        }
        int[] labels = readLabels(x, y, z, partWidth, partHeight, partDepth);
        return new CasePart(channels, labels, x, y, z, partWidth, partHeight);
    }

    /** Returns pixels as numbers between others; those of 32 bits are written over. */
    private static float[] normalized(PixelType type, Object raw, float low, float range) {
        float[] values = type.floats(raw);
        for (int i = 0; i < values.length; i++) {
            values[i] = (values[i] - low) / range;
        }
        return values;
    }

    private Interval block(int x, int y, int z, int w, int h, int d, int channels) {
        return new FinalInterval(
                new long[] {x, y, 0, (long) slice + z, frame},
                new long[] {x + w - 1L, y + h - 1L, channels - 1L, (long) slice + z + d - 1, frame});
    }
}
