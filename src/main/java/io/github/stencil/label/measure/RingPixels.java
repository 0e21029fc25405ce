// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.measure;

import io.github.stencil.image.PixelType;
import java.util.BitSet;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;

/**
 * The rings around objects: pixels of no object whose distance to the nearest pixel of the object, between centres and in
 * pixels, is at most the ring's width. In a volume rings are shells. For one thread.
 */
final class RingPixels {
    private final int width;
    private final boolean volume;
    private final float[] values = new float[1 << 12];

    RingPixels(int width, boolean volume) {
        this.width = width;
        this.volume = volume;
    }

    /** Returns the mean of a channel's values in the ring around an object; NaN if there are none. */
    double mean(ObjectRuns runs, int object, Interval box, PixelType type, Object pixels) {
        Interval around = around(box, runs.region());
        BitSet reached = reached(runs, object, around);
        Interval region = runs.region();
        int rowLength = (int) around.dimension(0);
        int[] labels = runs.labels();
        Values sums = new Values();
        int held = 0;
        for (int bit = reached.nextSetBit(0); bit >= 0; bit = reached.nextSetBit(bit + 1)) {
            int row = bit / rowLength;
            long y = around.min(1) + row % around.dimension(1);
            long z = around.min(2) + row / around.dimension(1);
            int at = (int) ((z * region.dimension(1) + y) * region.dimension(0) + around.min(0) + bit % rowLength);
            if (labels[at] == 0) {
                held = Values.gather(type, pixels, at, 1, values, held);
                if (held == values.length) {
                    sums.add(values, held);
                    held = 0;
                }
            }
        }
        sums.add(values, held);
        return sums.mean();
    }

    /** Marks the pixels near an object, in a part of the region. */
    private BitSet reached(ObjectRuns runs, int object, Interval around) {
        BitSet reached = new BitSet();
        int deep = volume ? width : 0;
        for (int run = runs.firstRun(object); run < runs.endOfRuns(object); run++) {
            for (int dz = -deep; dz <= deep; dz++) {
                for (int dy = -width; dy <= width; dy++) {
                    long y = runs.y(run) + (long) dy;
                    long z = runs.z(run) + (long) dz;
                    long rest = (long) width * width - (long) dy * dy - (long) dz * dz;
                    if (rest >= 0 && inside(around, 1, y) && inside(around, 2, z)) {
                        long reach = (long) Math.sqrt((double) rest);
                        long row =
                                ((z - around.min(2)) * around.dimension(1) + y - around.min(1)) * around.dimension(0);
                        long from = Math.max(around.min(0), runs.x(run) - reach);
                        long to = Math.min(around.max(0), runs.x(run) + runs.length(run) - 1 + reach);
                        reached.set(
                                Math.toIntExact(row + from - around.min(0)),
                                Math.toIntExact(row + to - around.min(0) + 1));
                    }
                }
            }
        }
        return reached;
    }

    private static boolean inside(Interval around, int axis, long at) {
        return at >= around.min(axis) && at <= around.max(axis);
    }

    /** Returns a box with the ring, in positions of the region and not beyond it. */
    private Interval around(Interval box, Interval region) {
        long[] min = new long[3];
        long[] max = new long[3];
        for (int axis = 0; axis < 3; axis++) {
            int more = axis == 2 && !volume ? 0 : width;
            min[axis] = Math.max(0, box.min(axis) - region.min(axis) - more);
            max[axis] = Math.min(region.dimension(axis) - 1, box.max(axis) - region.min(axis) + more);
        }
        return new FinalInterval(min, max);
    }
}
