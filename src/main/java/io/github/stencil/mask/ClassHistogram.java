// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.mask;

import java.util.List;

/**
 * How often values fall into bins of equal width, for one class in one channel.
 *
 * @param label the class
 * @param channel from 1
 * @param first where the first bin begins
 * @param width of a bin; the last one includes its end
 * @param counts by bin
 */
public record ClassHistogram(long label, int channel, double first, double width, List<Long> counts) {
    /** Copies the counts. */
    public ClassHistogram {
        counts = List.copyOf(counts);
    }
}
