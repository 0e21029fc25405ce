// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import io.github.stencil.Progress;
import io.github.stencil.work.Part;
import io.github.stencil.work.Workplace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Which objects of two label maps overlap, and by how much. Objects are known by their place in ascending order of their
 * labels; memory goes with the objects and the pairs that overlap. Immutable.
 */
public final class Overlaps {
    private final Side truth;
    private final Side prediction;
    /** Where each true object's pairs begin; and one place more. */
    private final int[] first;

    private final int[] partner;
    private final long[] pixels;

    /** The objects of one map. */
    private static final class Side {
        /** Labels less 2^31, which rise where labels do. */
        final int[] labels;

        final long[] areas;

        Side(int[] labels) {
            this.labels = Arrays.stream(labels)
                    .filter(label -> label != 0)
                    .map(label -> label ^ Integer.MIN_VALUE)
                    .sorted()
                    .distinct()
                    .toArray();
            areas = new long[this.labels.length];
        }

        int place(int label) {
            return Arrays.binarySearch(labels, label ^ Integer.MIN_VALUE);
        }

        long label(int place) {
            return Integer.toUnsignedLong(labels[place] ^ Integer.MIN_VALUE);
        }
    }

    private Overlaps(Side truth, Side prediction, int[] first, int[] partner, long[] pixels) {
        this.truth = truth;
        this.prediction = prediction;
        this.first = first;
        this.partner = partner;
        this.pixels = pixels;
    }

    /**
     * Counts the overlaps of the images of two stacks of label maps, block by block.
     *
     * @param maps in which 0 is the background and any other label an object, whether or not its parts touch
     * @param work where counts are written down on the way, and shared
     * @param part names these counts among others in the place
     * @param progress hears each block, on the calling thread
     * @return an entry per image, in stack order
     * @throws io.github.stencil.StencilException if a pixel is no label, or too many pairs of objects overlap
     */
    public static List<Overlaps> count(Comparison maps, Workplace work, Part part, Progress progress) {
        PairTally[] tallies = Counting.count(maps, PairTally::ofObjects, work, part, progress);
        IntPredicate ignored = maps.ignored().predicate();
        List<Overlaps> images = new ArrayList<>();
        for (PairTally tally : tallies) {
            images.add(of(tally, ignored));
            tally.close();
        }
        return images;
    }

    /**
     * Sorts what was counted.
     *
     * @param ignored labels of the truth whose pixels are left out, of areas too
     */
    static Overlaps of(PairTally tally, IntPredicate ignored) {
        int[] truths = new int[tally.size()];
        int[] predictions = new int[tally.size()];
        long[] keys = new long[tally.size()]; // truth less 2^31, prediction
        int[] count = {0, 0};
        tally.forEach((t, p, n) -> {
            if (!ignored.test(t)) {
                truths[count[0]] = t;
                predictions[count[0]++] = p;
                if (t != 0 && p != 0) {
                    keys[count[1]++] = key(t, p);
                }
            }
        });
        Side truth = new Side(Arrays.copyOf(truths, count[0]));
        Side prediction = new Side(Arrays.copyOf(predictions, count[0]));
        Arrays.sort(keys, 0, count[1]);
        int[] first = new int[truth.labels.length + 1];
        int[] partner = new int[count[1]];
        long[] pixels = new long[count[1]];
        int row = 0;
        for (int i = 0; i < count[1]; i++) {
            int place = truth.place((int) (keys[i] >>> 32) ^ Integer.MIN_VALUE);
            while (row < place) {
                first[++row] = i;
            }
            partner[i] = prediction.place((int) keys[i]);
        }
        Arrays.fill(first, row + 1, first.length, count[1]);
        tally.forEach((t, p, n) -> {
            if (!ignored.test(t)) {
                if (t != 0) {
                    truth.areas[truth.place(t)] += n;
                }
                if (p != 0) {
                    prediction.areas[prediction.place(p)] += n;
                }
                if (t != 0 && p != 0) {
                    pixels[Arrays.binarySearch(keys, 0, count[1], key(t, p))] = n;
                }
            }
        });
        return new Overlaps(truth, prediction, first, partner, pixels);
    }

    private static long key(int truth, int prediction) {
        return (long) (truth ^ Integer.MIN_VALUE) << 32 | Integer.toUnsignedLong(prediction);
    }

    /** Returns how many objects are true. */
    public int truths() {
        return truth.labels.length;
    }

    /** Returns how many objects were predicted. */
    public int predictions() {
        return prediction.labels.length;
    }

    /** Returns the label of a true object. */
    public long truthLabel(int object) {
        return truth.label(object);
    }

    /** Returns the label of a predicted object. */
    public long predictedLabel(int object) {
        return prediction.label(object);
    }

    /** Returns the pixels of a true object. */
    public long truthArea(int object) {
        return truth.areas[object];
    }

    /** Returns the pixels of a predicted object. */
    public long predictedArea(int object) {
        return prediction.areas[object];
    }

    /** Returns the first of the pairs of a true object; they end before the first one of the next object. */
    public int firstPair(int object) {
        return first[object];
    }

    /** Returns how many pairs overlap. */
    public int pairs() {
        return partner.length;
    }

    /** Returns the predicted object of a pair. */
    public int partner(int pair) {
        return partner[pair];
    }

    /** Returns how many pixels a pair has in common. */
    public long pixels(int pair) {
        return pixels[pair];
    }

    /** Returns the IoU of a pair, above 0 and up to 1. */
    public double iou(int object, int pair) {
        return (double) pixels[pair] / (truth.areas[object] + prediction.areas[partner[pair]] - pixels[pair]);
    }
}
