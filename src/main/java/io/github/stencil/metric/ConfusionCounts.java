// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import io.github.stencil.StencilException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Counts of two class maps, class against class: row = truth, column = prediction.
 *
 * <p>Classes are the labels 0 to K - 1, where K is the highest label that occurs in either map plus 1, and at least 2.
 * Where labels go beyond {@value #MOST_IN_A_ROW} - 1, as in a mask of 0 and 255, the classes are 0 and the labels that
 * occur. TP, FP, FN and TN of a class are one against all others. Immutable.
 *
 * <p>For each score, a ratio of 0 to 0 gives what {@link EmptyClass} says.
 */
public final class ConfusionCounts implements Serializable {
    private static final long serialVersionUID = 1;

    /** Up to this label, classes have no gaps. */
    static final int MOST_IN_A_ROW = 64;

    private final long[] labels;
    private final long[][] counts;
    private final long[] truth;
    private final long[] predicted;
    private final long pixels;

    private ConfusionCounts(long[] labels, long[][] counts) {
        this.labels = labels;
        this.counts = counts;
        truth = new long[labels.length];
        predicted = new long[labels.length];
        long sum = 0;
        for (int t = 0; t < labels.length; t++) {
            for (int p = 0; p < labels.length; p++) {
                truth[t] += counts[t][p];
                predicted[p] += counts[t][p];
            }
            sum += truth[t];
        }
        pixels = sum;
    }

    /**
     * Returns counts of the classes 0 to K - 1.
     *
     * @param counts K x K, K at least 2, row = truth, column = prediction; copied
     * @throws StencilException if the rows are not as long as there are rows, or a count is negative
     */
    public static ConfusionCounts of(long[][] counts) {
        long[][] copy = new long[counts.length][];
        for (int row = 0; row < counts.length; row++) {
            copy[row] = counts[row].clone();
            if (counts.length < 2
                    || copy[row].length != counts.length
                    || Arrays.stream(copy[row]).anyMatch(c -> c < 0)) {
                throw StencilException.of(
                        "Row %d of the %d x %d counts is %s. Give two classes or more, and a count of 0 or more for each pair.",
                        row, counts.length, counts.length, Arrays.toString(copy[row]));
            }
        }
        if (counts.length == 0) {
            throw new StencilException("There are no counts. Give two classes or more.");
        }
        long[] labels = new long[counts.length];
        Arrays.setAll(labels, i -> i);
        return new ConfusionCounts(labels, copy);
    }

    static ConfusionCounts of(PairTally tally, IntPredicate ignored) {
        long[][] occurring = {new long[0]};
        tally.forEach((t, p, count) -> {
            if (!ignored.test(t)) {
                occurring[0] = union(occurring[0], Integer.toUnsignedLong(t), Integer.toUnsignedLong(p));
            }
        });
        long[] labels = classes(occurring[0]);
        long[][] counts = new long[labels.length][labels.length];
        tally.forEach((t, p, count) -> {
            if (!ignored.test(t)) {
                int row = Arrays.binarySearch(labels, Integer.toUnsignedLong(t));
                counts[row][Arrays.binarySearch(labels, Integer.toUnsignedLong(p))] += count;
            }
        });
        return new ConfusionCounts(labels, counts);
    }

    /** Returns ascending labels without gaps, as far as they go. */
    private static long[] classes(long[] occurring) {
        long highest = occurring.length == 0 ? 0 : occurring[occurring.length - 1];
        if (highest >= MOST_IN_A_ROW) {
            return union(occurring, 0);
        }
        long[] all = new long[Math.max(2, (int) highest + 1)];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        return all;
    }

    private static long[] union(long[] ascending, long... more) {
        long[] all = ascending;
        for (long label : more) {
            int place = Arrays.binarySearch(all, label);
            if (place < 0) {
                int at = -place - 1;
                long[] longer = Arrays.copyOf(all, all.length + 1);
                System.arraycopy(all, at, longer, at + 1, all.length - at);
                longer[at] = label;
                all = longer;
            }
        }
        return all;
    }

    /** Returns the classes, ascending. */
    public long[] labels() {
        return labels.clone();
    }

    /** Returns the number of pixels counted. */
    public long pixels() {
        return pixels;
    }

    /** Returns how many pixels of a true class were predicted as another, or as the same. */
    public long count(long trueLabel, long predictedLabel) {
        return counts[index(trueLabel)][index(predictedLabel)];
    }

    /** Returns how many pixels have this class in the truth. */
    public long truth(long label) {
        return truth[index(label)];
    }

    /** Returns how many pixels have this class in the prediction. */
    public long predicted(long label) {
        return predicted[index(label)];
    }

    /** Returns how many pixels have this class in both. */
    public long truePositives(long label) {
        return count(label, label);
    }

    /** Returns how many pixels have this class in the prediction only. */
    public long falsePositives(long label) {
        return predicted(label) - truePositives(label);
    }

    /** Returns how many pixels have this class in the truth only. */
    public long falseNegatives(long label) {
        return truth(label) - truePositives(label);
    }

    /** Returns how many pixels have this class in neither. */
    public long trueNegatives(long label) {
        return pixels - truth(label) - falsePositives(label);
    }

    /**
     * Intersection over union of one class, also called the Jaccard index (Jaccard 1912).
     *
     * @param label one of {@link #labels}
     * @param whenEmpty what a class that neither map contains is worth
     * @return TP / (TP + FP + FN), in 0..1
     * @throws IndexOutOfBoundsException if there is no such class
     */
    public double iou(long label, EmptyClass whenEmpty) {
        long both = truePositives(label);
        return whenEmpty.ratio(both, truth(label) + predicted(label) - both);
    }

    /** Dice coefficient (Dice 1945, Sørensen 1948), the F1 score of the pixels: 2 TP / (2 TP + FP + FN), in 0..1. */
    public double dice(long label, EmptyClass whenEmpty) {
        return whenEmpty.ratio(2 * truePositives(label), truth(label) + predicted(label));
    }

    /** Precision, also called positive predictive value (van Rijsbergen 1979): TP / (TP + FP), in 0..1. */
    public double precision(long label, EmptyClass whenEmpty) {
        return whenEmpty.ratio(truePositives(label), predicted(label));
    }

    /** Recall, also called sensitivity (van Rijsbergen 1979): TP / (TP + FN), in 0..1. */
    public double recall(long label, EmptyClass whenEmpty) {
        return whenEmpty.ratio(truePositives(label), truth(label));
    }

    /** Specificity (Altman and Bland 1994): TN / (TN + FP), in 0..1. */
    public double specificity(long label, EmptyClass whenEmpty) {
        return whenEmpty.ratio(trueNegatives(label), pixels - truth(label));
    }

    /**
     * Balanced accuracy (Brodersen et al. 2010), the mean of {@link #recall} and {@link #specificity}, in 0..1; 1/2 is
     * chance, however rare the class is.
     *
     * @return (TP / (TP + FN) + TN / (TN + FP)) / 2, or what {@code whenEmpty} is worth if either ratio is 0 to 0
     */
    public double balancedAccuracy(long label, EmptyClass whenEmpty) {
        boolean undefined = truth(label) == 0 || truth(label) == pixels;
        return undefined ? whenEmpty.value() : (recall(label, whenEmpty) + specificity(label, whenEmpty)) / 2;
    }

    /**
     * Volume similarity (Tustison and Gee 2009, with the prediction as source): 2 (P - T) / (P + T), in -2..2; 0 for
     * equal areas, above for too much.
     */
    public double volumeSimilarity(long label, EmptyClass whenEmpty) {
        return whenEmpty.ratio(2 * (predicted(label) - truth(label)), truth(label) + predicted(label));
    }

    /** Returns the sum of both counts, over the classes of both. */
    public ConfusionCounts plus(ConfusionCounts other) {
        long[] all = union(labels, other.labels);
        if (all[all.length - 1]
                >= MOST_IN_A_ROW) { // an image of background alone has an empty class 1, others need not
            all = union(union(new long[0], occurring()), other.occurring());
        }
        all = classes(all);
        long[][] sum = new long[all.length][all.length];
        addTo(sum, all);
        other.addTo(sum, all);
        return new ConfusionCounts(all, sum);
    }

    /**
     * Returns the same counts over other classes: with some that occur in neither map, such as those of other images, or
     * without some that do not.
     *
     * @param classes all classes of the result, ascending, among them all that occur
     * @throws StencilException if a class that occurs is missing
     */
    public ConfusionCounts withClasses(long... classes) {
        long[] all = union(new long[0], classes);
        if (Arrays.equals(all, labels)) {
            return this;
        }
        for (long label : occurring()) {
            if (Arrays.binarySearch(all, label) < 0) {
                throw StencilException.of(
                        "Class %d has pixels but is not among the classes %s. Add it.", label, Arrays.toString(all));
            }
        }
        long[][] other = new long[all.length][all.length];
        addTo(other, all);
        return new ConfusionCounts(all, other);
    }

    private long[] occurring() {
        long[] found = new long[0];
        for (int i = 0; i < labels.length; i++) {
            if (truth[i] + predicted[i] > 0) {
                found = union(found, labels[i]);
            }
        }
        return found;
    }

    private void addTo(long[][] sum, long[] all) {
        for (int t = 0; t < labels.length; t++) {
            for (int p = 0; p < labels.length; p++) {
                if (counts[t][p] > 0) {
                    sum[Arrays.binarySearch(all, labels[t])][Arrays.binarySearch(all, labels[p])] += counts[t][p];
                }
            }
        }
    }

    private int index(long label) {
        int index = Arrays.binarySearch(labels, label);
        if (index < 0) {
            throw new IndexOutOfBoundsException("There is no class " + label + " among " + Arrays.toString(labels));
        }
        return index;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConfusionCounts that
                && Arrays.equals(labels, that.labels)
                && Arrays.deepEquals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(labels) * 31 + Arrays.deepHashCode(counts);
    }

    @Override
    public String toString() {
        return "Counts of " + Arrays.toString(labels) + ": " + Arrays.deepToString(counts);
    }
}
