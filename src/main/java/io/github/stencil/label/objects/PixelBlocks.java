package io.github.stencil.label.objects;

import ij.process.AutoThresholder;
import io.github.stencil.image.AxisImage;
import io.github.stencil.label.LabelReader;
import java.util.Arrays;
import java.util.List;
import net.imglib2.Interval;
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
        private final @Nullable LabelReader original;
        private final Foreground foreground;

        private Classes(int[] labels, @Nullable LabelReader original, Foreground foreground) {
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
                    && classes.grow().test(original.label(pixel));
        }

        /** Returns the class of each component, now that the labels are their ids; the first is that of 0. */
        int[] byId(int count) {
            int[] classes = new int[count + 1];
            for (int i = 0; i < labels.length; i++) {
                classes[labels[i]] = original == null ? 1 : original.label(i);
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
        return new Classes(labels, original, classes);
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
        if (held == null || !net.imglib2.util.Intervals.equals(held, region)) {
            heldValues = image.type().floats(image.copy(where.inStack(region)));
            held = region;
        }
        return heldValues;
    }
}
