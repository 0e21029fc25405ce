// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Pairs true objects with predicted ones, one to one: as many pairs as possible whose IoU reaches a threshold, and of all
 * ways to do so one with the largest sum of IoU.
 *
 * <p>Above one half an object has at most one such partner. Else shortest augmenting paths over the pairs that exist
 * (Jonker and Volgenant, A Shortest Augmenting Path Algorithm for Dense and Sparse Linear Assignment Problems, Computing
 * 38, 1987), which never leave a block of objects that overlap: time goes with the blocks' sizes, not with the image's.
 */
final class Assignment {
    private static final int NONE = -1;

    private final Overlaps overlaps;
    private final double threshold;
    /** What it costs to leave a true object alone: more than all others can gain by it. */
    private final double alone;

    private final double[] truthPrice;
    private final double[] predictedPrice;
    private final int[] pairOfTruth;
    private final int[] truthOfPredicted;
    private final double[] distance;
    private final int[] pairTo; // by which pair a path reaches a predicted object
    private final int[] truthBefore;

    private record Reached(double distance, int predicted) {}

    private Assignment(Overlaps overlaps, double threshold) {
        this.overlaps = overlaps;
        this.threshold = threshold;
        int predictions = overlaps.predictions();
        alone = Math.min(overlaps.truths(), predictions) + 1.0;
        truthPrice = new double[overlaps.truths()];
        pairOfTruth = new int[overlaps.truths()];
        Arrays.fill(pairOfTruth, NONE);
        predictedPrice = new double[predictions];
        truthOfPredicted = new int[predictions];
        Arrays.fill(truthOfPredicted, NONE);
        distance = new double[predictions];
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        pairTo = new int[predictions];
        truthBefore = new int[predictions];
    }

    /**
     * Returns the pair of each true object, -1 for those that stay alone.
     *
     * @param threshold above 0
     */
    static int[] of(Overlaps overlaps, double threshold) {
        Assignment assignment = new Assignment(overlaps, threshold);
        for (int truth = 0; truth < overlaps.truths(); truth++) {
            if (threshold > 0.5) {
                assignment.takeOnly(truth);
            } else {
                assignment.augment(truth);
            }
        }
        return assignment.pairOfTruth;
    }

    private void takeOnly(int truth) {
        for (int pair = overlaps.firstPair(truth); pair < overlaps.firstPair(truth + 1); pair++) {
            if (overlaps.iou(truth, pair) >= threshold) {
                pairOfTruth[truth] = pair;
            }
        }
    }

    /** Finds the cheapest change of pairs that gives one more true object its due: a partner, or being alone. */
    private void augment(int start) {
        PriorityQueue<Reached> queue = new PriorityQueue<>(Comparator.comparingDouble(Reached::distance));
        int[] touched = new int[16];
        int count = 0;
        double best = alone - truthPrice[start]; // ways end at a free prediction or with an object left alone
        int lonely = start;
        int free = NONE;
        int truth = start;
        double soFar = 0;
        while (true) {
            for (int pair = overlaps.firstPair(truth); pair < overlaps.firstPair(truth + 1); pair++) {
                double iou = overlaps.iou(truth, pair);
                if (iou < threshold) {
                    continue;
                }
                int predicted = overlaps.partner(pair);
                double reach = soFar + Math.max(0, 1 - iou - truthPrice[truth] - predictedPrice[predicted]);
                if (reach < distance[predicted]) {
                    if (distance[predicted] == Double.POSITIVE_INFINITY) {
                        touched = count == touched.length ? Arrays.copyOf(touched, 2 * count) : touched;
                        touched[count++] = predicted;
                    }
                    distance[predicted] = reach;
                    pairTo[predicted] = pair;
                    truthBefore[predicted] = truth;
                    queue.add(new Reached(reach, predicted));
                }
            }
            Reached next = queue.poll();
            while (next != null && next.distance() > distance[next.predicted()]) {
                next = queue.poll(); // found by a shorter way since
            }
            if (next == null || next.distance() >= best) {
                break;
            }
            if (truthOfPredicted[next.predicted()] == NONE) {
                best = next.distance();
                free = next.predicted();
                break;
            }
            soFar = next.distance();
            truth = truthOfPredicted[next.predicted()];
            if (soFar + alone - truthPrice[truth] < best) {
                best = soFar + alone - truthPrice[truth];
                lonely = truth;
            }
        }
        changePrices(start, best, touched, count);
        changePairs(start, free, lonely);
        for (int i = 0; i < count; i++) {
            distance[touched[i]] = Double.POSITIVE_INFINITY;
        }
    }

    private void changePrices(int start, double best, int[] touched, int count) {
        truthPrice[start] += best;
        for (int i = 0; i < count; i++) {
            int predicted = touched[i];
            double gain = best - distance[predicted];
            if (gain > 0) {
                predictedPrice[predicted] -= gain;
                if (truthOfPredicted[predicted] != NONE) {
                    truthPrice[truthOfPredicted[predicted]] += gain;
                }
            }
        }
    }

    private void changePairs(int start, int free, int lonely) {
        int predicted = free;
        if (free == NONE) {
            if (lonely == start) {
                return;
            }
            predicted = overlaps.partner(pairOfTruth[lonely]);
            pairOfTruth[lonely] = NONE;
        }
        while (true) {
            int truth = truthBefore[predicted];
            int old = pairOfTruth[truth];
            pairOfTruth[truth] = pairTo[predicted];
            truthOfPredicted[predicted] = truth;
            if (truth == start) {
                return;
            }
            predicted = overlaps.partner(old);
        }
    }
}
