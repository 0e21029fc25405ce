// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.measure;

import io.github.stencil.label.LabelReader;
import io.github.stencil.label.objects.BlockedImage;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;
import org.jspecify.annotations.Nullable;

/** Reads regions of the labels of one image of a stack, the same one twice only once. For one thread. */
final class LabelBlocks {
    private final LabelReader reader;
    private final BlockedImage cut;
    private @Nullable Interval held;
    private int[] labels = {};

    LabelBlocks(LabelReader reader, BlockedImage cut) {
        this.reader = reader;
        this.cut = cut;
    }

    /**
     * Reads a region [X, Y, Z].
     *
     * @return the labels of its pixels, only to be read until the next region is, in an array that may be longer
     */
    int[] read(Interval region) {
        if (held == null || !Intervals.equals(held, region)) {
            held = region;
            reader.read(cut.inStack(region));
            labels = reader.labels();
        }
        return labels;
    }
}
