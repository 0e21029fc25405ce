// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.mask;

import io.github.stencil.image.Extent;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A random sample of a class's pixels, each as likely as any other: Vitter's algorithm R (ACM Transactions on Mathematical
 * Software 11, 1985). A class has a random stream of its own, so that its sample depends on the seed alone.
 */
final class Reservoir {
    private final int channels;
    private final int limit;
    private final SplittableRandom random;
    private long seen;
    private int size;
    private long[] places = new long[16];
    private float[] values;

    /** Starts a sample of at most {@code limit} pixels; 0 for all. */
    Reservoir(long label, int channels, int limit, long seed) {
        this.channels = channels;
        this.limit = limit == 0 ? Integer.MAX_VALUE : limit;
        values = new float[places.length * channels];
        random = new SplittableRandom(seed * 0x9e3779b97f4a7c15L + label);
    }

    /** Returns where to put the next pixel's values in {@link #values}, or -1 if it is not taken. */
    int next(long place) {
        long index = seen++;
        int slot = size;
        if (index >= limit) {
            long drawn = random.nextLong(index + 1);
            if (drawn >= limit) {
                return -1;
            }
            slot = (int) drawn;
        } else {
            grow();
            size++;
        }
        places[slot] = place;
        return slot * channels;
    }

    float[] values() {
        return values;
    }

    PixelSample sample(long label, Extent image) {
        return PixelSample.of(label, image, Arrays.copyOf(places, size), Arrays.copyOf(values, size * channels));
    }

    private void grow() {
        if (size == places.length) {
            int larger = (int) Math.min(limit, size * 2L);
            places = Arrays.copyOf(places, larger);
            values = Arrays.copyOf(values, Math.multiplyExact(larger, channels));
        }
    }
}
