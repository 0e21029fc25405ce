// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric.probability;

import io.github.stencil.metric.EmptyClass;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a mask of one class would score if it were cut from the probabilities at 0, 0.01, 0.02, ... 1; a pixel is in the mask
 * where its probability is at least the threshold. For one thread while it counts.
 */
public final class ThresholdCurve implements Serializable {
    private static final int STEPS = 100;
    /** The thresholds in the precision of probabilities, so that a probability of 0.7 reaches 0.7. */
    private static final float[] AT = thresholds();

    private static final long serialVersionUID = 1;

    /** How many pixels of the class, and of others, reach a threshold and not the next. */
    private final long[] positives = new long[STEPS + 1];

    private final long[] negatives = new long[STEPS + 1];

    /**
     * The mask at one threshold.
     *
     * @param threshold the least probability, 0 to 1
     * @param truePositives pixels of the class in the mask
     * @param falsePositives other pixels in the mask
     * @param falseNegatives pixels of the class outside
     */
    public record Point(double threshold, long truePositives, long falsePositives, long falseNegatives) {

        /** Returns 2 TP / (2 TP + FP + FN), also F1; {@code whenEmpty}'s value if neither has a pixel. */
        public double dice(EmptyClass whenEmpty) {
            return whenEmpty.ratio(2.0 * truePositives, 2.0 * truePositives + falsePositives + falseNegatives);
        }

        /** Returns TP / (TP + FP + FN); {@code whenEmpty}'s value if neither has a pixel. */
        public double iou(EmptyClass whenEmpty) {
            return whenEmpty.ratio((double) truePositives, (double) truePositives + falsePositives + falseNegatives);
        }

        /** Returns TP / (TP + FP); {@code whenEmpty}'s value if the mask is empty. */
        public double precision(EmptyClass whenEmpty) {
            return whenEmpty.ratio((double) truePositives, (double) truePositives + falsePositives);
        }

        /** Returns TP / (TP + FN); {@code whenEmpty}'s value if the truth is empty. */
        public double recall(EmptyClass whenEmpty) {
            return whenEmpty.ratio((double) truePositives, (double) truePositives + falseNegatives);
        }
    }

    ThresholdCurve() {}

    private static float[] thresholds() {
        float[] at = new float[STEPS + 1];
        for (int i = 0; i <= STEPS; i++) {
            at[i] = (float) (i / (double) STEPS);
        }
        return at;
    }

    void add(float probability, boolean positive) {
        int step = Math.min(STEPS, (int) (probability * STEPS));
        while (step < STEPS && probability >= AT[step + 1]) {
            step++;
        }
        while (probability < AT[step]) {
            step--;
        }
        (positive ? positives : negatives)[step]++;
    }

    /** Returns the curve of both sets of pixels together. */
    public ThresholdCurve plus(ThresholdCurve other) {
        ThresholdCurve all = new ThresholdCurve();
        for (int step = 0; step <= STEPS; step++) {
            all.positives[step] = positives[step] + other.positives[step];
            all.negatives[step] = negatives[step] + other.negatives[step];
        }
        return all;
    }

    /** Returns the masks at all thresholds, from 0 to 1. */
    public List<Point> points() {
        List<Point> points = new ArrayList<>();
        long inside = 0;
        long outside = 0;
        for (int step = 0; step <= STEPS; step++) {
            inside += positives[step];
            outside += negatives[step];
        }
        long all = inside;
        for (int step = 0; step <= STEPS; step++) {
            points.add(new Point(step / (double) STEPS, inside, outside, all - inside));
            inside -= positives[step];
            outside -= negatives[step];
        }
        return points;
    }

    /** Returns the mask of the largest Dice; of several, that of the threshold nearest to 0.5, and of two the lower one. */
    public Point best() {
        List<Point> points = points();
        Point best = points.get(STEPS / 2);
        for (Point point : points) {
            int better = Double.compare(point.dice(EmptyClass.ZERO), best.dice(EmptyClass.ZERO));
            boolean nearer = Math.abs(point.threshold() - 0.5) < Math.abs(best.threshold() - 0.5);
            if (better > 0 || (better == 0 && nearer)) {
                best = point;
            }
        }
        return best;
    }
}
