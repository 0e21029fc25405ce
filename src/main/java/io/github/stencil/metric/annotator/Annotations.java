// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric.annotator;

import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelReader;
import io.github.stencil.label.LabelSet;
import io.github.stencil.metric.ClassSummary;
import io.github.stencil.metric.Comparison;
import io.github.stencil.metric.ConfusionCounts;
import io.github.stencil.metric.EmptyClass;
import io.github.stencil.metric.ImageCounts;
import io.github.stencil.metric.Scores;
import java.util.ArrayList;
import java.util.List;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;

/**
 * Class maps of one image by several annotators. Labels are classes: objects that annotators number on their own have no
 * consensus label by label. No pixel is read here.
 *
 * @param maps label maps of one channel and of one size, at least two
 */
public record Annotations(List<AxisImage> maps) {

    /**
     * How well two annotators agree, over all pixels.
     *
     * @param first the place of one in the list, from 0
     * @param second the place of the other, after the first
     * @param pixelAccuracy the share of pixels with the same label
     * @param dice the mean Dice of the classes but 0; NaN if neither has any
     * @param kappa Cohen's kappa; NaN if both maps are one and the same class
     */
    public record Agreement(int first, int second, double pixelAccuracy, double dice, double kappa) {}

    /**
     * Checks what can be checked without reading pixels.
     *
     * @throws StencilException if there are fewer than two maps, one is RGB or has several channels, or the sizes differ
     */
    public Annotations {
        if (maps.size() < 2) {
            throw StencilException.of(
                    "A consensus needs the label maps of at least two annotators, but there are %d. Add another.",
                    maps.size());
        }
        maps = maps.stream().map(map -> LabelReader.of(map).image()).toList();
        AxisImage first = maps.get(0);
        for (AxisImage map : maps) {
            if (!map.extent().equals(first.extent())) {
                throw StencilException.of(
                        "\"%s\" is %s but \"%s\" is %s. Give label maps of the same size.",
                        first.title(), first.extent(), map.title(), map.extent());
            }
        }
    }

    /**
     * Takes ImgLib2 images. Nothing is copied.
     *
     * @param maps labels of type UnsignedByteType, UnsignedShortType or FloatType, all of one size
     * @param axes of all: a letter per dimension out of X, Y, Z and T, such as "XY"
     * @throws StencilException if the axes do not fit the dimensions, or see the constructor
     */
    public static <T extends RealType<T> & NativeType<T>> Annotations of(
            List<? extends RandomAccessibleInterval<T>> maps, String axes) {
        List<AxisImage> images = new ArrayList<>();
        for (int i = 0; i < maps.size(); i++) {
            images.add(AxisImage.of("annotator " + (i + 1), maps.get(i), axes));
        }
        return new Annotations(images);
    }

    /**
     * Compares each annotator with each other one.
     *
     * @return an entry for each pair, ordered by the first and then by the second
     * @throws StencilException if a pixel is no label, or labels are too many to be classes
     */
    public List<Agreement> agreements() {
        List<Agreement> pairs = new ArrayList<>();
        for (int first = 0; first < maps.size(); first++) {
            for (int second = first + 1; second < maps.size(); second++) {
                ConfusionCounts all =
                        Scores.count(new Comparison(maps.get(first), maps.get(second), Space.VOLUMES, LabelSet.NONE))
                                .stream()
                                .map(ImageCounts::counts)
                                .reduce(ConfusionCounts::plus)
                                .orElseThrow();
                ClassSummary summary = ClassSummary.of(all, EmptyClass.SKIP);
                pairs.add(new Agreement(
                        first, second, summary.pixelAccuracy(), summary.meanForegroundDice(), summary.kappa()));
            }
        }
        return pairs;
    }
}
