// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.onehot;

import io.github.stencil.StencilException;
import io.github.stencil.image.PixelType;
import io.github.stencil.label.LabelList;
import io.github.stencil.label.LabelReader;
import java.util.stream.LongStream;

/**
 * Which label each class has.
 *
 * @param labels by class, class 0 first; at least one
 * @param background whether class 0 has a plane in a categorical stack; if not, its label must be 0
 */
public record ClassIds(LabelList labels, boolean background) {

    /** Checks that there is a plane, and that a pixel without one can only be of class 0. */
    public ClassIds {
        int planes = labels.labels().size() - (background ? 0 : 1);
        if (planes < 1) {
            throw StencilException.of(
                    "There is %s, so a stack without a background plane would be empty. Switch background on.",
                    labels.labels().isEmpty() ? "no class" : "only class 0");
        }
        if (!background && labels.labels().get(0) != 0) {
            throw StencilException.of(
                    "Without a background plane class 0 must be the label 0, but it is %d. Switch background on, or put 0 first in ids.",
                    labels.labels().get(0));
        }
    }

    /** Returns the map in which each class is its own label. */
    public static ClassIds numbered(int classes, boolean background) {
        return new ClassIds(new LabelList(LongStream.range(0, classes).boxed().toList()), background);
    }

    /** Returns the number of classes. */
    public int classes() {
        return labels.labels().size();
    }

    /** Returns the number of planes: a plane per class, but for class 0 without background. */
    public int planes() {
        return classes() - firstClass();
    }

    /** Returns the class of the first plane. */
    int firstClass() {
        return background ? 0 : 1;
    }

    /** Returns the label of a plane's class. */
    long label(int plane) {
        return labels.labels().get(plane + firstClass());
    }

    /** Returns the name of a plane: its class, and its label where that is another number. */
    String name(int plane) {
        int index = plane + firstClass();
        return label(plane) == index ? "class " + index : "class %d (label %d)".formatted(index, label(plane));
    }

    /** Returns the smallest type that holds all labels. */
    PixelType type() {
        long highest = highest();
        if (highest <= PixelType.UINT8.fullValue()) {
            return PixelType.UINT8;
        }
        if (highest <= PixelType.UINT16.fullValue()) {
            return PixelType.UINT16;
        }
        return highest <= LabelReader.HIGHEST_FLOAT ? PixelType.FLOAT32 : PixelType.UINT32;
    }

    /** Returns the highest label, 0 if there is none. */
    long highest() {
        return labels.labels().stream().mapToLong(Long::longValue).max().orElse(0);
    }
}
