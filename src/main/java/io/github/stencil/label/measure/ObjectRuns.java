// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.measure;

import io.github.stencil.image.Runs;
import java.util.Arrays;
import net.imglib2.Interval;

/** The pixels of some objects in a region [X, Y, Z], each as runs along X in storage order. */
final class ObjectRuns {
    private final Interval region;
    private final int width;
    private final int height;
    private final int[] labels;
    private final int[] first; // of each object, the place of its first run below; one more at the end
    private final int[] starts; // where runs begin in the region
    private final int[] lengths;

    /** Hears of pixels in a row that have one label. */
    interface Visitor {
        /**
         * A run.
         *
         * @param at where it begins in the region's pixels
         * @param x where it begins in the image
         */
        void run(int label, int at, int length, int x, int y, int z);
    }

    /** Visits all runs of labels that are not 0, in storage order. */
    static void visit(int[] labels, Interval region, Visitor visitor) {
        int width = (int) region.dimension(0);
        int height = (int) region.dimension(1);
        int depth = (int) region.dimension(2);
        int pixel = 0;
        for (int z = 0; z < depth; z++) {
            for (int y = 0; y < height; y++) {
                int row = pixel;
                int end = row + width;
                while (pixel < end) {
                    int start = pixel;
                    pixel = Runs.end(labels, start, end);
                    if (labels[start] != 0) {
                        visitor.run(
                                labels[start],
                                start,
                                pixel - start,
                                (int) region.min(0) + start - row,
                                (int) region.min(1) + y,
                                (int) region.min(2) + z);
                    }
                }
            }
        }
    }

    /**
     * Finds the runs of objects.
     *
     * @param labels of the region's pixels
     * @param wanted the labels of the objects, rising without a sign
     */
    ObjectRuns(int[] labels, Interval region, int... wanted) {
        this.region = region;
        this.labels = labels;
        width = (int) region.dimension(0);
        height = (int) region.dimension(1);
        Lookup lookup = new Lookup(wanted);
        visit(labels, region, (label, at, length, x, y, z) -> lookup.add(label, at, length));
        first = new int[wanted.length + 1];
        for (int i = 0; i < lookup.count; i++) {
            first[lookup.objects[i] + 1]++;
        }
        Arrays.parallelPrefix(first, Integer::sum);
        int[] next = first.clone();
        starts = new int[lookup.count];
        lengths = new int[lookup.count];
        for (int i = 0; i < lookup.count; i++) {
            int place = next[lookup.objects[i]]++;
            starts[place] = lookup.starts[i];
            lengths[place] = lookup.lengths[i];
        }
    }

    /** Runs in storage order, and whose they are. */
    private static final class Lookup {
        private final int[] sorted; // labels, turned so that their signed order is the unsigned one
        private int[] objects = new int[256];
        private int[] starts = new int[256];
        private int[] lengths = new int[256];
        private int count;
        private int lastLabel;
        private int lastObject = -1;

        Lookup(int... wanted) {
            sorted = Arrays.stream(wanted)
                    .map(label -> label ^ Integer.MIN_VALUE)
                    .toArray();
        }

        void add(int label, int start, int length) {
            if (label != lastLabel) {
                lastLabel = label;
                lastObject = Arrays.binarySearch(sorted, label ^ Integer.MIN_VALUE);
            }
            if (lastObject < 0) {
                return; // of no object that is wanted
            }
            if (count == starts.length) {
                objects = Arrays.copyOf(objects, 2 * count);
                starts = Arrays.copyOf(starts, 2 * count);
                lengths = Arrays.copyOf(lengths, 2 * count);
            }
            objects[count] = lastObject;
            starts[count] = start;
            lengths[count++] = length;
        }
    }

    Interval region() {
        return region;
    }

    /** Returns the labels of the region's pixels, which are only to be read. */
    int[] labels() {
        return labels;
    }

    /** Returns the place of an object's first run. */
    int firstRun(int object) {
        return first[object];
    }

    /** Returns the place behind an object's last run. */
    int endOfRuns(int object) {
        return first[object + 1];
    }

    /** Returns where a run begins in the region's pixels. */
    int start(int run) {
        return starts[run];
    }

    int length(int run) {
        return lengths[run];
    }

    /** Returns where a run begins, in the region. */
    int x(int run) {
        return starts[run] % width;
    }

    /** Returns the row of a run, in the region. */
    int y(int run) {
        return starts[run] / width % height;
    }

    /** Returns the slice of a run, in the region. */
    int z(int run) {
        return starts[run] / width / height;
    }
}
