// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.script;

import ij.ImagePlus;
import io.github.stencil.StencilException;
import io.github.stencil.command.ImageSource;
import io.github.stencil.image.AxisImage;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.converter.Converter;
import net.imglib2.converter.Converters;
import net.imglib2.type.BooleanType;
import net.imglib2.type.NativeType;
import net.imglib2.type.Type;
import net.imglib2.type.numeric.IntegerType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.ByteType;
import net.imglib2.type.numeric.integer.GenericByteType;
import net.imglib2.type.numeric.integer.GenericShortType;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.type.numeric.real.FloatType;

/** What a script may give where a command wants an image. */
final class ScriptImages {
    /** The axes of an image that tells nothing but how many it has: planes, a stack, a stack of channels, a time-lapse. */
    private static final String[] AXES = {"", "", "XY", "XYZ", "XYCZ", "XYCZT"};

    private static final List<Class<?>> KINDS =
            List.of(ImagePlus.class, RandomAccessibleInterval.class, File.class, Path.class, String.class);

    /** Up to here 32-bit floating point has every whole number. */
    private static final long MOST_EXACT = 1 << 24;

    private ScriptImages() {}

    /** Returns whether objects of a class may be images. */
    static boolean isOne(Class<?> given) {
        return KINDS.stream().anyMatch(kind -> kind.isAssignableFrom(given));
    }

    /**
     * Returns an image for ImageJ: the object itself, one over the same pixels where that can be, or one read from a file.
     *
     * @param given an image, an ImgLib2 image with up to five dimensions X, Y, C, Z and T, a file, or the title of an open
     *     image
     * @throws StencilException if it is none of these, or has no pixels
     */
    static ImagePlus of(Object given) {
        if (given instanceof ImagePlus image) {
            return image;
        }
        if (given instanceof RandomAccessibleInterval<?> pixels) {
            return over(pixels);
        }
        if (isOne(given.getClass())) {
            return ImageSource.find(given.toString());
        }
        throw StencilException.of(
                "%s is no image. Give an ImagePlus, a Dataset, an Img, a file or the title of an open image.",
                given.getClass().getSimpleName());
    }

    private static ImagePlus over(RandomAccessibleInterval<?> pixels) {
        int dimensions = pixels.numDimensions();
        if (dimensions < 2 || dimensions >= AXES.length) {
            throw StencilException.of(
                    "The image has %d dimensions but must have 2 to 5: X, Y, C, Z and T. Take a part of it with Views.hyperSlice.",
                    dimensions);
        }
        double plane = 1; // longer than a long can count, in views
        for (int d = 0; d < dimensions; d++) {
            plane *= d < 2 ? pixels.dimension(d) : 1;
            if (pixels.dimension(d) > Integer.MAX_VALUE || plane > Integer.MAX_VALUE) {
                throw StencilException.of(
                        "The image has more pixels than ImageJ's images can have in a plane. Store it as OME-Zarr and give its path.");
            }
        }
        String axes = NamedAxes.of(pixels);
        return axes(pixels, NamedAxes.title(pixels), axes.isEmpty() ? AXES[dimensions] : axes);
    }

    private static ImagePlus axes(RandomAccessibleInterval<?> pixels, String title, String axes) {
        return image(storable(pixels), title, axes);
    }

    @SuppressWarnings("unchecked") // AxisImage looks at the type
    private static <T extends RealType<T> & NativeType<T>> ImagePlus image(
            RandomAccessibleInterval<?> pixels, String title, String axes) {
        return AxisImage.of(title, (RandomAccessibleInterval<T>) pixels, axes).imagePlus();
    }

    /** Returns an image of a type that ImageJ has, with the same values; the same image if it has one. */
    private static RandomAccessibleInterval<?> storable(RandomAccessibleInterval<?> pixels) {
        Object type = pixels.getType();
        if (type instanceof BooleanType<?>) {
            return converted(
                    pixels, (from, to) -> to.set(((BooleanType<?>) from).get() ? 255 : 0), new UnsignedByteType());
        }
        if (type instanceof ByteType) {
            return converted(pixels, (from, to) -> to.set(((ByteType) from).get()), new ShortType());
        }
        if (type instanceof DoubleType) {
            return converted(pixels, (from, to) -> to.set((float) ((DoubleType) from).get()), new FloatType());
        }
        if (type instanceof GenericByteType<?>
                || type instanceof GenericShortType<?>
                || !(type instanceof IntegerType<?>)) {
            return pixels;
        }
        return converted(
                pixels, (from, to) -> to.set(exact(((IntegerType<?>) from).getIntegerLong())), new FloatType());
    }

    private static float exact(long value) {
        if (Math.abs(value) > MOST_EXACT) {
            throw StencilException.of(
                    "The image holds %,d, but ImageJ's 32-bit images tell whole numbers apart up to %,d only. Number the labels anew, or store the image as OME-Zarr and give its path.",
                    value, MOST_EXACT);
        }
        return value;
    }

    private static <R extends Type<R>> RandomAccessibleInterval<R> converted(
            RandomAccessibleInterval<?> pixels, Converter<Object, R> rule, R type) {
        return Converters.convert(cast(pixels), rule, type);
    }

    @SuppressWarnings("unchecked") // it is only read
    private static RandomAccessibleInterval<Object> cast(RandomAccessibleInterval<?> pixels) {
        return (RandomAccessibleInterval<Object>) pixels;
    }
}
