// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label;

import io.github.stencil.StencilException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * A set of labels, given as text such as "1,3-5". However large its ranges are, it takes no more memory than its text.
 *
 * @param ranges the labels, as ranges with both ends included; kept rising, so that none overlap or touch
 */
public record LabelSet(List<LabelRange> ranges) {
    /** The highest label. */
    public static final long HIGHEST = LabelRange.HIGHEST;

    /** No label. As a list of what counts as inside a mask, it means any value but 0; see {@link #takes}. */
    public static final LabelSet NONE = new LabelSet(List.of());

    /** Sorts the ranges, and joins those that overlap or touch. */
    public LabelSet {
        List<LabelRange> rising = new ArrayList<>();
        for (LabelRange range : ranges.stream()
                .sorted(Comparator.comparingLong(LabelRange::min))
                .toList()) {
            LabelRange last = rising.isEmpty() ? null : rising.get(rising.size() - 1);
            if (last != null && range.min() <= last.max() + 1) {
                rising.set(rising.size() - 1, new LabelRange(last.min(), Math.max(last.max(), range.max())));
            } else {
                rising.add(range);
            }
        }
        ranges = List.copyOf(rising);
    }

    /**
     * Reads labels and ranges such as {@code 3-7}, separated by commas, semicolons or spaces; they may overlap, and the
     * empty text is no label.
     *
     * @throws StencilException if a part is neither a label nor a range; says which and where
     */
    public static LabelSet of(String text) {
        return new LabelSet(LabelText.ranges(text));
    }

    /** Returns whether no label is in this set. */
    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    /** Returns whether a label is in this set. */
    public boolean contains(long label) {
        int low = 0;
        int high = ranges.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            LabelRange range = ranges.get(middle);
            if (label < range.min()) {
                high = middle - 1;
            } else if (label > range.max()) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether a mask pixel of this value is inside: one of the set, or where that is empty, of any value but 0. NaN
     * never is, and fractions are in no list of labels.
     */
    public boolean takes(double value) {
        if (isEmpty()) {
            return value != 0 && !Double.isNaN(value);
        }
        return value == Math.rint(value) && contains((long) value);
    }

    /** Returns {@link #contains} for labels in 32 bits without a sign. */
    public IntPredicate predicate() {
        return isEmpty() ? label -> false : label -> contains(Integer.toUnsignedLong(label));
    }

    /** Returns the set as text that {@link #of} reads. */
    @Override
    public String toString() {
        return ranges.stream().map(LabelRange::toString).collect(Collectors.joining(","));
    }
}
