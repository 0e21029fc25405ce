// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric.probability;

import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.PixelType;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelReader;
import io.github.stencil.label.LabelSet;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;

/**
 * A true class map and the probabilities that a network gave, and how they are compared. No pixel is read here.
 *
 * @param truth a label map of one channel; class c is label c
 * @param probabilities 32-bit floating point, as large as the truth, with a channel for each class from 0 on; or with one
 *     channel, which is the probability of the truth's one label above 0
 * @param space whether each plane is an image, or each frame's volume
 * @param ignored labels of the truth whose pixels are left out
 */
public record ProbabilityMaps(AxisImage truth, AxisImage probabilities, Space space, LabelSet ignored) {

    /**
     * Checks what can be checked without reading pixels.
     *
     * @throws StencilException if the truth is no label map by its channels, the probabilities are not 32-bit, or the sizes
     *     differ
     */
    public ProbabilityMaps {
        truth = LabelReader.of("The truth ", truth).image();
        if (probabilities.type() != PixelType.FLOAT32) {
            throw StencilException.of(
                    "The prediction \"%s\" has whole numbers for pixels, but probabilities are 32-bit floating point. Predict with output Probabilities, or leave their scores out.",
                    probabilities.title());
        }
        if (!truth.extent().equals(probabilities.extent().withChannels(1))) {
            throw StencilException.of(
                    "The truth \"%s\" is %s but the probabilities \"%s\" are %s. Give images of the same width, height, slices and frames.",
                    truth.title(), truth.extent(), probabilities.title(), probabilities.extent());
        }
    }

    /**
     * Compares ImgLib2 images plane by plane and ignores no label. Nothing is copied.
     *
     * @param truth labels of type UnsignedByteType, UnsignedShortType or FloatType
     * @param trueAxes of the truth: a letter per dimension out of X, Y, Z and T, such as "XY"
     * @param probabilities of type FloatType
     * @param axes of the probabilities, such as "XYC"
     * @throws StencilException if the axes do not fit the dimensions, or see the constructor
     */
    public static <T extends RealType<T> & NativeType<T>, P extends RealType<P> & NativeType<P>> ProbabilityMaps of(
            RandomAccessibleInterval<T> truth,
            String trueAxes,
            RandomAccessibleInterval<P> probabilities,
            String axes) {
        return new ProbabilityMaps(
                AxisImage.of("truth", truth, trueAxes),
                AxisImage.of("prediction", probabilities, axes),
                Space.PLANES,
                LabelSet.NONE);
    }

    /** Returns these maps in planes or in volumes. */
    public ProbabilityMaps withSpace(Space other) {
        return new ProbabilityMaps(truth, probabilities, other, ignored);
    }

    /** Returns these maps with other labels of the truth ignored. */
    public ProbabilityMaps withIgnored(LabelSet other) {
        return new ProbabilityMaps(truth, probabilities, space, other);
    }

    /** Returns how many images are compared: planes, or volumes. */
    public int images() {
        return space.images(truth.extent());
    }

    String name(int image) {
        return space.name(truth.description().stem(), truth.extent(), image);
    }
}
