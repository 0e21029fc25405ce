package io.github.stencil.label;

import ij.process.AutoThresholder;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import io.github.stencil.StencilException;
import io.github.stencil.axes.AxisImage;
import io.github.stencil.axes.Extent;
import io.github.stencil.axes.PixelType;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import org.jspecify.annotations.Nullable;

/** Reads an image plane by plane, or volume by volume, as pixels inside and outside. */
final class PixelBlocks {
    private final AxisImage image;
    private final RefineRule rule;
    private final Grid grid;
    private boolean values;
    private float other = Float.NaN;

    PixelBlocks(AxisImage image, RefineRule rule) {
        this.image = image;
        this.rule = rule;
        Extent extent = image.extent();
        grid = new Grid(extent.width(), extent.height(), rule.space().depth(extent));
        if (extent.planePixels() * grid.depth() > Integer.MAX_VALUE - 8) {
            throw StencilException.of(
                    "\"%s\" has %,d pixels in one image, but objects are found in fewer than 2^31 at once. Choose 2D, or crop it.",
                    image.title(), extent.planePixels() * grid.depth());
        }
    }

    /** Pixels that are worked on together. */
    static final class Block {
        private final Grid grid;
        private final int[] labels;
        private final int @Nullable [] original;
        private final float @Nullable [] values;
        private final Inside inside;

        private Block(Grid grid, int[] labels, int @Nullable [] original, float @Nullable [] values, Inside inside) {
            this.grid = grid;
            this.labels = labels;
            this.original = original;
            this.values = values;
            this.inside = inside;
        }

        Grid grid() {
            return grid;
        }

        /** Returns the class of each pixel, 0 outside; the array is the caller's to change. */
        int[] labels() {
            return labels;
        }

        /** Returns the image's values, or null for class maps. */
        float @Nullable [] values() {
            return values;
        }

        boolean grows() {
            return original != null;
        }

        /** Returns whether objects may grow into a pixel. */
        boolean free(int pixel) {
            return original != null
                    && inside instanceof Inside.Classes classes
                    && classes.grow().test(original[pixel]);
        }

        /** Returns the class of each component, now that the labels are their ids. */
        int[] classes(int count) {
            int[] classes = new int[count + 1];
            for (int i = 0; i < labels.length; i++) {
                classes[labels[i]] = original == null ? 1 : original[i];
            }
            return classes;
        }
    }

    /** Returns whether any block so far had values other than 0 and one other number. */
    boolean values() {
        return values;
    }

    Block read(int slice, int frame) {
        return rule.inside() instanceof Inside.Classes classes ? classes(classes, slice, frame) : values(slice, frame);
    }

    private Block classes(Inside.Classes classes, int slice, int frame) {
        int[] original = new int[grid.pixels()];
        int[] plane = grid.depth() == 1 ? original : new int[grid.width() * grid.height()];
        LabelPlane reader = new LabelPlane(image);
        for (int z = 0; z < grid.depth(); z++) {
            reader.read(slice + z, frame, plane);
            if (plane != original) {
                System.arraycopy(plane, 0, original, z * plane.length, plane.length);
            }
        }
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
        return new Block(grid, labels, original, null, classes);
    }

    private Block values(int slice, int frame) {
        Interval block = new FinalInterval(
                new long[] {0, 0, 0, slice, frame},
                new long[] {grid.width() - 1L, grid.height() - 1L, 0, slice + grid.depth() - 1L, frame});
        Object pixels = image.copy(block);
        double threshold = threshold(pixels);
        float[] numbers = floats(pixels);
        int[] labels = new int[numbers.length];
        boolean several = values;
        for (int i = 0; i < labels.length; i++) {
            float value = numbers[i];
            labels[i] = value >= threshold ? 1 : 0;
            if (!several && value != 0 && value != other) {
                several = !Float.isNaN(other);
                other = value;
            }
        }
        values = several || image.type() == PixelType.FLOAT32;
        return new Block(grid, labels, null, numbers, rule.inside());
    }

    /** Returns from which value on pixels are inside; what ImageJ finds, for a volume in its slices together. */
    private double threshold(Object pixels) {
        if (rule.inside() instanceof Inside.Above above) {
            return above.value();
        }
        AutoThresholder.Method method = rule.inside() instanceof Inside.Automatic automatic
                ? automatic.method()
                : AutoThresholder.Method.Default;
        int rows = grid.height() * grid.depth();
        ImageProcessor all = switch (image.type()) {
            case UINT8 -> new ByteProcessor(grid.width(), rows, (byte[]) pixels);
            case UINT16 -> new ShortProcessor(grid.width(), rows, (short[]) pixels, null);
            case UINT32 -> throw PixelType.tooWide();
            case FLOAT32 -> new FloatProcessor(grid.width(), rows, (float[]) pixels);
        };
        all.setAutoThreshold(method, true, ImageProcessor.NO_LUT_UPDATE);
        double lowest = all.getMinThreshold();
        all.resetMinAndMax();
        boolean flat = image.type() != PixelType.UINT8 && !(all.getMax() > all.getMin());
        return flat || lowest == ImageProcessor.NO_THRESHOLD ? Double.POSITIVE_INFINITY : lowest;
    }

    private float[] floats(Object pixels) {
        if (pixels instanceof float[] floats) {
            return floats;
        }
        float[] floats = new float[grid.pixels()];
        if (pixels instanceof byte[] bytes) {
            for (int i = 0; i < floats.length; i++) {
                floats[i] = bytes[i] & 0xff;
            }
        } else if (pixels instanceof short[] shorts) {
            for (int i = 0; i < floats.length; i++) {
                floats[i] = shorts[i] & 0xffff;
            }
        }
        return floats;
    }
}
