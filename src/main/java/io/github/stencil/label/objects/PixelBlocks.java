package io.github.stencil.label.objects;

import ij.process.AutoThresholder;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.PixelType;
import io.github.stencil.label.LabelReader;
import java.util.List;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;
import org.jspecify.annotations.Nullable;

/** Reads blocks of one image of a stack as pixels inside and outside. For one thread. */
final class PixelBlocks {
    private final AxisImage image;
    private final Foreground inside;
    private final BlockedImage where;
    private final double threshold;
    private @Nullable Interval held;
    private float[] heldValues = {};

    /** Prepares to read; an automatic threshold is found first, in passes over all blocks, once for all processes. */
    PixelBlocks(AxisImage image, Foreground inside, Passes passes) {
        this.image = image;
        this.inside = inside;
        where = passes.image();
        threshold = inside instanceof Foreground.Above above
                ? above.value()
                : inside instanceof Foreground.Automatic automatic
                        ? threshold(automatic.method(), passes)
                        : inside instanceof Foreground.Probabilities probabilities
                                ? probabilities.threshold()
                                : Double.NaN;
    }

    private double threshold(AutoThresholder.Method method, Passes passes) {
        List<Interval> blocks = where.blocks().stream().map(where::inStack).toList();
        int[] halves = passes.once("threshold", () -> {
            long bits = Double.doubleToLongBits(AutomaticThreshold.of(method, image, blocks));
            return new int[] {(int) (bits >>> Integer.SIZE), (int) bits};
        });
        return Double.longBitsToDouble((long) halves[0] << Integer.SIZE | Integer.toUnsignedLong(halves[1]));
    }

    /** The classes of a region's pixels. */
    static final class Classes {
        private final int[] labels;
        private final int[] original;
        private final Foreground inside;

        private Classes(int[] labels, int[] original, Foreground inside) {
            this.labels = labels;
            this.original = original;
            this.inside = inside;
        }

        /** Returns the class of each pixel, 0 outside; the array is the caller's to change. */
        int[] labels() {
            return labels;
        }

        /** Returns whether objects may grow into a pixel. */
        boolean free(int pixel) {
            return inside instanceof Foreground.Classes classes
                    && classes.grow().test(original[pixel]);
        }

        /** Returns the class of each component, now that the labels are their ids; the first is that of 0. */
        int[] byId(int count) {
            int[] classes = new int[count + 1];
            for (int i = 0; i < labels.length; i++) {
                classes[labels[i]] = original.length == 0 ? 1 : original[i];
            }
            return classes;
        }
    }

    /** Returns whether the image's values mean something by themselves, and so are measured. */
    boolean measured() {
        return inside instanceof Foreground.Above || inside instanceof Foreground.Automatic;
    }

    /** Reads a region of an instance map; the array is the caller's to change. */
    int[] labels(Interval region) {
        int[] labels = new int[BlockedImage.grid(region).pixels()];
        LabelReader.of(image).read(where.inStack(region), labels);
        return labels;
    }

    /** Reads a region of the image. */
    Classes classes(Interval region) {
        if (inside instanceof Foreground.Probabilities probabilities) {
            return likely(probabilities, region);
        }
        return inside instanceof Foreground.Classes classes ? listed(classes, region) : thresholded(region);
    }

    private Classes listed(Foreground.Classes classes, Interval region) {
        int[] original = new int[BlockedImage.grid(region).pixels()];
        LabelReader.of(image).read(where.inStack(region), original);
        int[] labels = new int[original.length];
        int last = 0;
        boolean in = false;
        for (int i = 0; i < labels.length; i++) {
            if (original[i] != last) {
                last = original[i];
                in = last != 0 && classes.include().test(last);
            }
            labels[i] = in ? last : 0;
        }
        return new Classes(labels, original, classes);
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
        return new Classes(labels, labels.clone(), inside);
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
        float[] values = floats(image.copy(Intervals.translate(place, channel, 2)), image.type());
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
        return new Classes(labels, new int[0], inside);
    }

    /** Returns the values of a region's pixels, which are only to be read; those read last are kept. */
    float[] values(Interval region) {
        if (held == null || !Intervals.equals(held, region)) {
            heldValues = floats(image.copy(where.inStack(region)), image.type());
            held = region;
        }
        return heldValues;
    }

    /** Returns pixels of a type as numbers; those that are floats already are not copied. */
    static float[] floats(Object pixels, PixelType type) {
        if (pixels instanceof float[] floats) {
            return floats;
        }
        float[] floats = new float[java.lang.reflect.Array.getLength(pixels)];
        if (pixels instanceof byte[] bytes) {
            for (int i = 0; i < floats.length; i++) {
                floats[i] = bytes[i] & 0xff;
            }
        } else if (type == PixelType.UINT16) {
            short[] shorts = (short[]) pixels;
            for (int i = 0; i < floats.length; i++) {
                floats[i] = shorts[i] & 0xffff;
            }
        } else {
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) type.get(pixels, i);
            }
        }
        return floats;
    }
}
