// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label;

import io.github.stencil.StencilException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Labels in the order they were given, each once.
 *
 * @param labels from 0 to {@link #HIGHEST}
 */
public record LabelList(List<Long> labels) {
    /** The highest label. */
    public static final long HIGHEST = LabelSet.HIGHEST;

    /** No label. */
    public static final LabelList NONE = new LabelList(List.of());

    private static final int MOST = 1 << 16;

    /** Checks that no label is out of range or there twice. */
    public LabelList {
        labels = List.copyOf(labels);
        Set<Long> seen = new HashSet<>();
        for (long label : labels) {
            if (label < 0 || label > HIGHEST) {
                throw cannotBe(label);
            }
            if (!seen.add(label)) {
                throw StencilException.of("The label %d is listed twice. List it once.", label);
            }
        }
    }

    /**
     * Reads labels and ranges as {@link LabelSet#of} does. A range counts upwards, and a label that is there again counts
     * where it is first.
     *
     * @throws StencilException if a part is neither, or there are more than 65,536 labels
     */
    public static LabelList of(String text) {
        List<LabelRange> ranges = LabelText.ranges(text);
        long most = new LabelSet(ranges)
                .ranges().stream().mapToLong(r -> r.max() - r.min() + 1).sum();
        if (most > MOST) {
            throw StencilException.of(
                    "\"%s\" lists %,d labels, each of them a class, but there can be %,d at most. List fewer.",
                    LabelText.shown(text), most, MOST);
        }
        Set<Long> labels = new LinkedHashSet<>();
        for (LabelRange range : ranges) {
            for (long label = range.min(); label <= range.max(); label++) {
                labels.add(label);
            }
        }
        return new LabelList(List.copyOf(labels));
    }

    private static StencilException cannotBe(long label) {
        return StencilException.of(
                "%,d cannot be the label of a class. Give whole numbers from 0 to %,d.", label, HIGHEST);
    }
}
