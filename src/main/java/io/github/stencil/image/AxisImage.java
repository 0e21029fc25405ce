// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import ij.ImagePlus;
import ij.measure.Calibration;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;

/**
 * An image as the domain works on it: pixels [X, Y, C, Z, T] that are never copied to get here, and their description.
 *
 * <p>Pixels of an open image are the arrays of its stack; those of a virtual stack or of a large file are read when they
 * are asked for. Reading is safe from several threads.
 */
public final class AxisImage {
    private final Description description;
    private final PixelSource source;

    AxisImage(Description description, PixelSource source) {
        this.description = description;
        this.source = source;
    }

    /** Returns a view of an ImageJ image; changes of its pixels show through. RGB images have three 8-bit channels. */
    public static AxisImage of(ImagePlus image) {
        return ImagePlusView.of(image);
    }

    /** Returns a view of an ImgLib2 image, titled "image"; see {@link #of(String, RandomAccessibleInterval, String)}. */
    public static AxisImage of(RandomAccessibleInterval<? extends RealType<?>> pixels, String axes) {
        return of("image", pixels, axes);
    }

    /**
     * Returns a view of an ImgLib2 image without a calibration: a pixel is 1 x 1 x 1 pixels large; see
     * {@link #of(String, RandomAccessibleInterval, String, Calibration)}.
     *
     * @param pixels of one of {@link PixelType}'s types but {@link PixelType#UINT32}; wherever it begins, the view begins at 0
     * @param axes a letter per dimension out of X, Y, C, Z and T, in their order, such as "XYC"; X and Y must be there
     * @throws StencilException if the axes do not fit the dimensions or the type is none of these
     */
    public static AxisImage of(String title, RandomAccessibleInterval<? extends RealType<?>> pixels, String axes) {
        return of(title, pixels, axes, new Calibration());
    }

    /**
     * Returns a view of an ImgLib2 image: nothing is copied, whatever the image is (an array, cells, or a view that is
     * cropped, permuted or computed), and changes of its pixels show through. It may begin anywhere; the view begins at 0.
     *
     * @param title what messages and results call it
     * @param pixels of type UnsignedByteType, UnsignedShortType, ShortType or FloatType, in two to five dimensions
     * @param axes a letter per dimension out of X, Y, C, Z and T, such as "XYC"; X and Y must be there
     * @param calibration how large a pixel is, and in which unit; copied
     * @throws StencilException if the axes do not fit the dimensions or the type is none of these
     */
    public static AxisImage of(
            String title,
            RandomAccessibleInterval<? extends RealType<?>> pixels,
            String axes,
            Calibration calibration) {
        PixelType type = PixelType.of(pixels.getType());
        if (type == PixelType.UINT32) {
            throw PixelType.tooWide();
        }
        return view(title, type, pixels, axes.toUpperCase(Locale.ROOT), calibration);
    }

    @SuppressWarnings("unchecked") // PixelType knows native types alone
    private static <T extends RealType<T> & NativeType<T>> AxisImage view(
            String title,
            PixelType type,
            RandomAccessibleInterval<? extends RealType<?>> pixels,
            String axes,
            Calibration calibration) {
        RandomAccessibleInterval<T> ordered = Planes.ordered((RandomAccessibleInterval<T>) pixels, axes);
        Description description =
                Description.of(title, type, Extent.of(ordered)).withCalibration(calibration);
        return new AxisImage(description, new PixelSource.OfImgLib2<>(ordered));
    }

    /**
     * Returns an image that is read block by block.
     *
     * @param file where it is stored
     * @param advice what to do instead where a plane is too large for ImageJ, a sentence
     */
    public static AxisImage of(Description description, BlockSource blocks, Path file, String advice) {
        return of(new StoredImage(description, blocks, file, advice)).wide();
    }

    /** Returns everything but the pixels. */
    public Description description() {
        return description;
    }

    /** Returns the title. */
    public String title() {
        return description.title();
    }

    /** Returns what a value is. */
    public PixelType type() {
        return description.type();
    }

    /** Returns how far the image reaches. */
    public Extent extent() {
        return description.extent();
    }

    /** Returns the pixels [X, Y, C, Z, T], starting at 0: the same memory for open images, lazy cells for others. */
    public RandomAccessibleInterval<? extends RealType<?>> pixels() {
        return source.pixels();
    }

    /**
     * Returns the pixels with other axes, starting at 0: the way back from {@link #of(RandomAccessibleInterval, String)}.
     *
     * @param axes a letter per dimension out of X, Y, C, Z and T, such as "YX" or "XYZC"
     * @return a view of the same pixels
     * @throws StencilException if the letters are others, one is there twice, or one is left out along which the image is
     *     longer than 1
     */
    public RandomAccessibleInterval<? extends RealType<?>> pixels(String axes) {
        return AxisOrder.fromXyczt(pixels(), axes.toUpperCase(Locale.ROOT));
    }

    /**
     * Copies a block into an array, which is a snapshot from then on.
     *
     * @param block [X, Y, C, Z, T], inside the image
     * @param array of {@link #type}, at least as long as the block, filled from 0 with X fastest and T slowest
     */
    public void copy(Interval block, Object array) {
        source.copy(block, array);
    }

    /**
     * Copies all pixels into a place for results, in blocks that suit both.
     *
     * @param progress hears each block
     * @return the copy
     */
    public AxisImage copyTo(ImageStore store, Progress progress) {
        try (ImageSink sink = store.create(description())) {
            List<Interval> blocks = extent().blocks(sink.grain().covering(grain()));
            for (int i = 0; i < blocks.size(); i++) {
                progress.step(i, blocks.size());
                sink.write(blocks.get(i), copy(blocks.get(i)));
            }
            progress.step(blocks.size(), blocks.size());
            return sink.finish(progress);
        }
    }

    /**
     * Returns the planes of a block as they lie in memory: in the image's own arrays where its pixels are such, of which
     * nothing is copied, else in one new array.
     *
     * @param block [X, Y, C, Z, T], inside the image
     * @return a part of {@code block.dimension(0)} by {@code block.dimension(1)} pixels for each channel, slice and frame of
     *     the block, C fastest and T slowest
     */
    public List<PlanePart> parts(Interval block) {
        return Planes.parts(this, block);
    }

    /** Copies a block into a new array; see {@link #copy(Interval, Object)}. */
    public Object copy(Interval block) {
        long length = 1;
        for (int d = 0; d < block.numDimensions(); d++) {
            length *= block.dimension(d);
        }
        Object array = type().createArray(Math.toIntExact(length));
        copy(block, array);
        return array;
    }

    /**
     * Returns how large the pieces are that the pixels are stored in, such as the chunks of a file or one row of an open
     * image. Blocks that begin and end at multiples of it, or at the image's edge, are the cheapest to copy.
     */
    public Extent grain() {
        return source.grain();
    }

    /**
     * Returns this image with the whole numbers of up to 32 bits that it is stored with, of type {@link PixelType#UINT32},
     * if ImageJ has no such type and so sees 32-bit floating point; else this image.
     */
    public AxisImage wide() {
        return whenWide((stored, shown) -> stored.asStored(description, shown));
    }

    /**
     * Returns this image with intensities of 32-bit floating point where it is stored with whole numbers of up to 32 bits:
     * those above 16,777,216 rounded, which are refused else, as labels must not be rounded. Other images stay.
     */
    public AxisImage rounded() {
        return type() == PixelType.UINT32 ? this : whenWide((stored, shown) -> stored.asRounded(description, shown));
    }

    private AxisImage whenWide(BiFunction<StoredStack, ImagePlus, AxisImage> view) {
        ImagePlus shown = source.imagePlus();
        return shown != null
                        && shown.getStack() instanceof StoredStack stored
                        && stored.isWide()
                        && stored.fits(extent())
                ? view.apply(stored, shown)
                : this;
    }

    /**
     * Returns a view of a part of this image, such as one channel or a rectangle of all planes; its pixels keep their places
     * in calibrated units.
     *
     * @param box [X, Y, C, Z, T], inside the image
     */
    public AxisImage section(Interval box) {
        Section section = new Section(this, box);
        return new AxisImage(section.description(), section);
    }

    /** Returns the same image for ImageJ: the one this is a view of, or a new one over the same arrays if possible. */
    public ImagePlus imagePlus() {
        ImagePlus original = source.imagePlus();
        return original != null ? original : ImagePlusView.imagePlus(this);
    }
}
