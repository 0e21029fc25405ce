// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelReader;
import io.github.stencil.label.LabelSet;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;

/**
 * A true and a predicted label map of the same size, and how they are compared: what all scores and pictures of errors are
 * made of. Label maps are 8-bit, 16-bit or 32-bit with whole numbers (to 16,777,216 in floating point), with one channel,
 * any slices and frames. Those that are stored as whole numbers of 32 bits are read as such. No pixel is read here.
 *
 * @param truth what is there
 * @param prediction what was found; may have another bit depth
 * @param space whether each plane is an image, or each frame's volume
 * @param ignored labels of the truth whose pixels are left out, in both maps
 */
public record Comparison(AxisImage truth, AxisImage prediction, Space space, LabelSet ignored) {
    static final String TRUTH = "The truth ";
    static final String PREDICTION = "The prediction ";

    /**
     * Checks what can be checked without reading pixels.
     *
     * @throws StencilException if a map is RGB or has several channels, or the sizes differ
     */
    public Comparison {
        truth = LabelReader.of(TRUTH, truth).image();
        prediction = LabelReader.of(PREDICTION, prediction).image();
        if (!same(truth.extent(), prediction.extent())) {
            throw StencilException.of(
                    "The truth \"%s\" is %s but the prediction \"%s\" is %s. Give two label maps of the same size.",
                    truth.title(), truth.extent(), prediction.title(), prediction.extent());
        }
    }

    /**
     * Compares two label maps plane by plane, and ignores no label: what Evaluate Segmentation does unless it is told
     * otherwise.
     *
     * @throws StencilException if a map is RGB or has several channels, or the sizes differ
     */
    public static Comparison of(AxisImage truth, AxisImage prediction) {
        return new Comparison(truth, prediction, Space.PLANES, LabelSet.NONE);
    }

    /**
     * Compares two ImgLib2 images as {@link #of(AxisImage, AxisImage)} does. Nothing is copied.
     *
     * @param truth labels of type UnsignedByteType, UnsignedShortType or FloatType, in two to four dimensions
     * @param prediction as large as {@code truth}; may be of another of these types
     * @param axes of both: a letter per dimension out of X, Y, Z and T, such as "XYZ"
     * @throws StencilException if the axes do not fit the dimensions, or the sizes differ
     */
    public static <T extends RealType<T> & NativeType<T>, P extends RealType<P> & NativeType<P>> Comparison of(
            RandomAccessibleInterval<T> truth, RandomAccessibleInterval<P> prediction, String axes) {
        return of(AxisImage.of("truth", truth, axes), AxisImage.of("prediction", prediction, axes));
    }

    /**
     * Returns this comparison with another truth.
     *
     * @throws StencilException if it is no label map by its channels, or of another size
     */
    public Comparison withTruth(AxisImage other) {
        return new Comparison(other, prediction, space, ignored);
    }

    /**
     * Returns this comparison with another prediction.
     *
     * @throws StencilException if it is no label map by its channels, or of another size
     */
    public Comparison withPrediction(AxisImage other) {
        return new Comparison(truth, other, space, ignored);
    }

    /** Returns this comparison in planes or in volumes. */
    public Comparison withSpace(Space other) {
        return new Comparison(truth, prediction, other, ignored);
    }

    /** Returns this comparison with other labels of the truth ignored. */
    public Comparison withIgnored(LabelSet other) {
        return new Comparison(truth, prediction, space, other);
    }

    /** Returns how far both maps reach. */
    public Extent extent() {
        return truth.extent();
    }

    /** Returns how many images are compared: planes, or volumes. */
    public int images() {
        return space.images(extent());
    }

    /** Returns the name of an image, STEM z3 t1 after the truth and the image's place in the stack, counted from 0. */
    String name(int image) {
        return space.name(truth.description().stem(), extent(), image);
    }

    /** Compares by hand: a record's own equals costs a command that is short as this one 5% of its time, in linking. */
    private static boolean same(Extent a, Extent b) {
        return a.width() == b.width()
                && a.height() == b.height()
                && a.slices() == b.slices()
                && a.frames() == b.frames();
    }
}
