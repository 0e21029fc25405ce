// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How many pixels of a class there are, and a few of them at random, each pixel as likely as any other (algorithm L of Li
 * 1994, which skips most pixels without a draw).
 */
final class Sites {
    private final SplittableRandom random;
    private long[] kept;
    private final int most;
    private long count;
    private long next;
    private double threshold;

    /** Creates an empty sample that keeps a few positions at most. */
    Sites(int most, SplittableRandom random) {
        this.most = most;
        this.random = random;
        kept = new long[Math.min(16, most)];
        threshold = Math.exp(Math.log(1 - random.nextDouble()) / most);
        next = most - 1L;
        skip();
    }

    /** Takes a pixel into account by its position. */
    void add(long position) {
        if (count < most) {
            if (count == kept.length) {
                kept = Arrays.copyOf(kept, Math.min(most, 2 * kept.length));
            }
            kept[(int) count] = position;
        } else if (count == next) {
            kept[random.nextInt(most)] = position;
            threshold *= Math.exp(Math.log(1 - random.nextDouble()) / most);
            skip();
        }
        count++;
    }

    private void skip() {
        next += 1 + (long) Math.floor(Math.log(1 - random.nextDouble()) / Math.log1p(-threshold));
    }

    /** Returns how many pixels there were. */
    long count() {
        return count;
    }

    /** Returns one of the positions. */
    long draw(SplittableRandom stream) {
        return kept[stream.nextInt((int) Math.min(count, most))];
    }
}
