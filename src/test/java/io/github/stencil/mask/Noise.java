// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.image.ImageSink;
import io.github.stencil.image.ImageStore;
import io.github.stencil.image.PixelType;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;

/** Seeded random images for tests. */
public final class Noise {
    private final Random random;

    /** Starts a stream of images. */
    public Noise(long seed) {
        random = new Random(seed);
    }

    /** Makes an image with values over the type's whole range; 32-bit values lie around 0. */
    public AxisImage image(PixelType type, int width, int height, int channels, int slices, int frames) {
        Extent extent = new Extent(width, height, channels, slices, frames);
        return filled(
                type,
                extent,
                i -> type.isInteger()
                        ? type.leastValue() + random.nextInt((int) (type.fullValue() - type.leastValue()) + 1)
                        : (float) (random.nextGaussian() * 100));
    }

    /** Makes a map of the labels 0 to 9, with now and then a large one. */
    public AxisImage labels(PixelType type, int width, int height, int channels, int slices, int frames) {
        Extent extent = new Extent(width, height, channels, slices, frames);
        double most = type.isInteger() ? type.fullValue() : 16_777_216;
        return filled(type, extent, i -> random.nextInt(20) == 0 ? most : random.nextInt(10));
    }

    /** Makes a plane of one value. */
    public static AxisImage constant(PixelType type, int width, int height, double value) {
        return filled(type, new Extent(width, height, 1, 1, 1), i -> value);
    }

    /** Copies an image over axes of which it has one plane. */
    public static AxisImage repeated(AxisImage image, Extent extent) {
        double[] values = values(image);
        Extent from = image.extent();
        int plane = from.width() * from.height();
        return filled(image.type(), extent, i -> {
            int p = i / plane;
            int c = p % extent.channels() % from.channels();
            int z = p / extent.channels() % extent.slices() % from.slices();
            int t = p / extent.channels() / extent.slices() % from.frames();
            return values[from.plane(c, z, t) * plane + i % plane];
        });
    }

    /** Makes an image from a value per pixel, counted in storage order. */
    public static AxisImage filled(PixelType type, Extent extent, IntToDoubleFunction value) {
        Interval all = extent.interval();
        int size = (int) Intervals.numElements(all);
        Object array = type.createArray(size);
        for (int i = 0; i < size; i++) {
            switch (type) {
                case UINT8 -> ((byte[]) array)[i] = (byte) (int) value.applyAsDouble(i);
                case UINT16, INT16 -> ((short[]) array)[i] = (short) (int) value.applyAsDouble(i);
                case FLOAT32 -> ((float[]) array)[i] = (float) value.applyAsDouble(i);
            }
        }
        try (ImageSink sink = ImageStore.memory().create(Description.of("noise", type, extent))) {
            sink.write(all, array);
            return sink.finish();
        }
    }

    /** Returns all values in storage order. */
    public static double[] values(AxisImage image) {
        Object array = image.copy(image.extent().interval());
        double[] values = new double[(int) Intervals.numElements(image.extent().interval())];
        for (int i = 0; i < values.length; i++) {
            values[i] = image.type().get(array, i);
        }
        return values;
    }

    /** Fails at the first value that differs, naming it; NaN equals NaN. */
    public static void assertSame(double[] found, double[] wanted, String what) {
        assertThat(found).as(what).hasSameSizeAs(wanted);
        for (int i = 0; i < found.length; i++) {
            if (Double.compare(found[i], wanted[i]) != 0 && found[i] != wanted[i]) {
                throw new AssertionError("%s: value %d is %s, not %s".formatted(what, i, found[i], wanted[i]));
            }
        }
    }
}
