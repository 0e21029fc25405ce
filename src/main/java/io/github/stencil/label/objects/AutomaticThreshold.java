// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import ij.process.AutoThresholder;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ImageStatistics;
import ij.process.ShortProcessor;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.PixelType;
import java.lang.reflect.Array;
import java.util.List;
import net.imglib2.Interval;

/**
 * The value that one of ImageJ's methods finds in an image that need not fit into memory: ImageJ makes the histogram of
 * each block as it does of an image, and decides by their sum.
 */
final class AutomaticThreshold {
    private final AxisImage image;
    private final List<Interval> blocks;
    private final long[] counts = new long[256];
    private double min = Double.NaN;
    private double max = Double.NaN;

    private AutomaticThreshold(AxisImage image, List<Interval> blocks) {
        this.image = image;
        this.blocks = blocks;
    }

    /**
     * Returns from which value on pixels are foreground; infinite if all have one value.
     *
     * @param blocks [X, Y, C, Z, T] that together are the image whose threshold is sought
     */
    static double of(AutoThresholder.Method method, AxisImage image, List<Interval> blocks) {
        return new AutomaticThreshold(image, blocks).find(method);
    }

    private double find(AutoThresholder.Method method) {
        boolean bytes = image.type().bits() == Byte.SIZE;
        if (!bytes) {
            for (Interval block : blocks) {
                addRange(processor(image.copy(block)));
            }
            if (!(max > min)) {
                return Double.POSITIVE_INFINITY;
            }
        }
        for (Interval block : blocks) {
            ImageProcessor pixels = processor(image.copy(block));
            if (!bytes) {
                pixels.setMinAndMax(min, max);
                pixels = pixels.convertToByte(true);
            }
            int[] histogram = pixels.getHistogram();
            for (int i = 0; i < counts.length; i++) {
                counts[i] += histogram[i];
            }
        }
        ImageProcessor whole = standIn();
        whole.setAutoThreshold(method, true, ImageProcessor.NO_LUT_UPDATE);
        double lowest = whole.getMinThreshold();
        double found = lowest + (image.type() == PixelType.INT16 ? image.type().leastValue() : 0);
        return lowest == ImageProcessor.NO_THRESHOLD ? Double.POSITIVE_INFINITY : found;
    }

    private void addRange(ImageProcessor pixels) {
        pixels.resetMinAndMax();
        if (!Double.isNaN(pixels.getMin())) { // as it is where all pixels are
            min = min <= pixels.getMin() ? min : pixels.getMin();
            max = max >= pixels.getMax() ? max : pixels.getMax();
        }
    }

    /** Returns pixels as ImageJ has them, signed ones with what it adds to them, and 32-bit ones as floating point. */
    private ImageProcessor processor(Object pixels) {
        int length = Array.getLength(pixels);
        if (image.type() == PixelType.INT16) {
            short[] numbers = (short[]) pixels;
            for (int i = 0; i < length; i++) {
                numbers[i] -= (short) image.type().leastValue();
            }
        }
        return image.type() == PixelType.UINT32
                ? new FloatProcessor(length, 1, image.type().floats(pixels))
                : image.type().processor(length, 1, pixels, null);
    }

    /** Returns what ImageJ takes for the image: its type, range and histogram are the image's. */
    private ImageProcessor standIn() {
        return switch (image.type()) {
            case UINT8 -> new Counted();
            case UINT16, INT16 -> new Short16();
            case UINT32, FLOAT32 -> new Float32();
        };
    }

    private final class Counted extends ByteProcessor {
        Counted() {
            super(1, 1);
        }

        @Override
        public ImageStatistics getStats() {
            long most = 0;
            for (long count : counts) {
                most = Math.max(most, count);
            }
            ImageStatistics statistics = new ImageStatistics();
            statistics.histogram = new int[counts.length];
            for (int i = 0; i < counts.length; i++) {
                // beyond ImageJ's counts only their proportions are kept
                statistics.histogram[i] = (int) (most <= Integer.MAX_VALUE ? counts[i] : counts[i] / (most >>> 30));
            }
            return statistics;
        }
    }

    private final class Short16 extends ShortProcessor {
        Short16() {
            super(1, 1);
        }

        @Override
        public double getMin() {
            return AutomaticThreshold.this.min; // ImageJ's class has a field of this name
        }

        @Override
        public double getMax() {
            return AutomaticThreshold.this.max;
        }

        @Override
        public ImageProcessor convertToByte(boolean doScaling) {
            return new Counted();
        }
    }

    private final class Float32 extends FloatProcessor {
        Float32() {
            super(1, 1);
        }

        @Override
        public double getMin() {
            return AutomaticThreshold.this.min; // ImageJ's class has a field of this name
        }

        @Override
        public double getMax() {
            return AutomaticThreshold.this.max;
        }

        @Override
        public ImageProcessor convertToByte(boolean doScaling) {
            return new Counted();
        }
    }
}
