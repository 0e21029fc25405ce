// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import ij.process.AutoThresholder;
import io.github.stencil.image.AxisImage;
import io.github.stencil.label.LabelReader;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;
import org.jspecify.annotations.Nullable;

/** Reads blocks of one image of a stack as foreground and background. For one thread. */
final class PixelBlocks {
    private final AxisImage image;
    private final Foreground foreground;
    private final BlockedImage where;
    private final double threshold;
    private @Nullable Interval held;
    private float[] heldValues = {};

    /** Prepares to read; an automatic threshold is found first, in passes over all blocks, once for all processes. */
    PixelBlocks(AxisImage image, Foreground foreground, Passes passes) {
        this.image = image;
        this.foreground = foreground;
        where = passes.image();
        threshold = foreground instanceof Foreground.Above above
                ? above.value()
                : foreground instanceof Foreground.Automatic automatic
                        ? threshold(automatic.method(), passes)
                        : foreground instanceof Foreground.Probabilities probabilities
                                ? probabilities.threshold()
                                : Double.NaN;
    }

    private double threshold(AutoThresholder.Method method, Passes passes) {
        List<Interval> blocks = where.blocks().stream().map(where::inStack).toList();
        int[] halves = passes.once(Passes.Found.THRESHOLD, () -> {
            long bits = Double.doubleToLongBits(AutomaticThreshold.of(method, image, blocks));
            return new int[] {(int) (bits >>> Integer.SIZE), (int) bits};
        });
        return Double.longBitsToDouble((long) halves[0] << Integer.SIZE | Integer.toUnsignedLong(halves[1]));
    }

    /** The classes of a region's pixels. */
    static final class Classes {
        private final int[] labels;
        private final @Nullable IntUnaryOperator original;
        private final Foreground foreground;

        private Classes(int[] labels, @Nullable IntUnaryOperator original, Foreground foreground) {
            this.labels = labels;
            this.original = original;
            this.foreground = foreground;
        }

        /** Returns the class of each pixel, 0 outside; the array is the caller's to change. */
        int[] labels() {
            return labels;
        }

        /** Returns whether objects may grow into a pixel. */
        boolean free(int pixel) {
            return foreground instanceof Foreground.Classes classes
                    && original != null
                    && classes.grow().test(original.applyAsInt(pixel));
        }

        /** Returns the class of each component, now that the labels are their ids; the first is that of 0. */
        int[] byId(int count) {
            int[] classes = new int[count + 1];
            for (int i = 0; i < labels.length; i++) {
                classes[labels[i]] = original == null ? 1 : original.applyAsInt(i);
            }
            return classes;
        }
    }

    /** Returns whether the image's values mean something by themselves, and so are measured. */
    boolean measured() {
        return foreground instanceof Foreground.Above || foreground instanceof Foreground.Automatic;
    }

    /** Reads a region of an instance map; the array is the caller's to change. */
    int[] labels(Interval region) {
        int[] labels = new int[BlockedImage.grid(region).pixels()];
        LabelReader.of(image).read(where.inStack(region), labels);
        return labels;
    }

    /** Reads a region of the image. */
    Classes classes(Interval region) {
        if (foreground instanceof Foreground.Probabilities probabilities) {
            return likely(probabilities, region);
        }
        return foreground instanceof Foreground.Classes classes ? listed(classes, region) : thresholded(region);
    }

    private Classes listed(Foreground.Classes classes, Interval region) {
        LabelReader original = LabelReader.of(image); // whose pixels stay what they are, a byte for most class maps
        int[] labels = new int[original.read(where.inStack(region))];
        for (int at = 0; at < labels.length; ) {
            int label = original.label(at);
            int end = original.runEnd(at);
            if (label != 0 && classes.include().test(label)) {
                Arrays.fill(labels, at, end, label);
            }
            at = end;
        }
        return new Classes(labels, original::label, classes);
    }

    private Classes likely(Foreground.Probabilities of, Interval region) {
        float[] sums = new float[BlockedImage.grid(region).pixels()];
        float[] highest = new float[sums.length];
        int[] labels = new int[sums.length];
        for (int channel : of.objects()) {
            float[] probabilities = probabilities(region, channel);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += probabilities[i];
                if (labels[i] == 0 || probabilities[i] > highest[i]) {
                    highest[i] = probabilities[i];
                    labels[i] = channel + 1;
                }
            }
        }
        for (int channel : of.borders()) {
            add(probabilities(region, channel), sums);
        }
        for (int i = 0; i < sums.length; i++) {
            labels[i] = sums[i] >= threshold ? labels[i] : 0;
        }
        int[] classes = labels.clone();
        return new Classes(labels, i -> classes[i], foreground);
    }

    /** Returns the probability of being inside an object of some class, 0 to 1, of the pixels of a region. */
    float[] inside(Foreground.Probabilities of, Interval region) {
        float[] sums = new float[BlockedImage.grid(region).pixels()];
        for (int channel : of.objects()) {
            add(probabilities(region, channel), sums);
        }
        return sums;
    }

    private static void add(float[] values, float... sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += values[i];
        }
    }

    private float[] probabilities(Interval region, int channel) {
        Interval place = where.inStack(region);
        float[] values = image.type().floats(image.copy(Intervals.translate(place, channel, 2)));
        float full = (float) image.type().fullValue();
        for (int i = 0; full != 1 && i < values.length; i++) {
            values[i] /= full;
        }
        return values;
    }

    private Classes thresholded(Interval region) {
        float[] numbers = values(region);
        int[] labels = new int[numbers.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = numbers[i] >= threshold ? 1 : 0;
        }
        return new Classes(labels, null, foreground);
    }

    /** Returns the values of a region's pixels, which are only to be read; those read last are kept. */
    float[] values(Interval region) {
        if (held == null || !Intervals.equals(held, region)) {
            heldValues = image.type().floats(image.copy(where.inStack(region)));
            held = region;
        }
        return heldValues;
    }
}
