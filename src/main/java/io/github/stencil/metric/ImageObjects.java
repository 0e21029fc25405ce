// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of the objects of one image.
 *
 * @param image its name, as tables show it
 * @param scores an entry per threshold
 * @param coverage the scores that know no threshold
 * @param matches the pairs and the objects alone at the first threshold: true objects by label, then extra ones by label
 */
public record ImageObjects(String image, List<ObjectScores> scores, TruthCoverage coverage, List<ObjectMatch> matches)
        implements Serializable {

    /** Copies the lists. */
    public ImageObjects {
        scores = List.copyOf(scores);
        matches = List.copyOf(matches);
    }

    /** Scores the objects of an image. */
    static ImageObjects of(String image, Overlaps overlaps, IouThresholds thresholds) {
        List<ObjectScores> scores = new ArrayList<>();
        int[] first = {};
        for (double threshold : thresholds.values()) {
            int[] pairs = Assignment.of(overlaps, threshold);
            scores.add(score(overlaps, pairs, threshold));
            first = scores.size() == 1 ? pairs : first;
        }
        return new ImageObjects(image, scores, TruthCoverage.of(overlaps), matches(overlaps, first));
    }

    private static ObjectScores score(Overlaps overlaps, int[] pairs, double threshold) {
        int found = 0;
        double sum = 0;
        for (int truth = 0; truth < pairs.length; truth++) {
            if (pairs[truth] >= 0) {
                found++;
                sum += overlaps.iou(truth, pairs[truth]);
            }
        }
        return new ObjectScores(threshold, found, overlaps.predictions() - found, pairs.length - found, sum);
    }

    private static List<ObjectMatch> matches(Overlaps overlaps, int[] pairs) {
        int[] inTruth = new int[overlaps.truths()]; // how many predictions lie more than half inside
        int[] inPrediction = new int[overlaps.predictions()];
        for (int truth = 0; truth < overlaps.truths(); truth++) {
            for (int pair = overlaps.firstPair(truth); pair < overlaps.firstPair(truth + 1); pair++) {
                int predicted = overlaps.partner(pair);
                inTruth[truth] += 2 * overlaps.pixels(pair) > overlaps.predictedArea(predicted) ? 1 : 0;
                inPrediction[predicted] += 2 * overlaps.pixels(pair) > overlaps.truthArea(truth) ? 1 : 0;
            }
        }
        List<ObjectMatch> matches = new ArrayList<>();
        boolean[] taken = new boolean[overlaps.predictions()];
        for (int truth = 0; truth < overlaps.truths(); truth++) {
            int pair = pairs[truth];
            int predicted = pair < 0 ? -1 : overlaps.partner(pair);
            if (pair >= 0) {
                taken[predicted] = true;
            }
            matches.add(new ObjectMatch(
                    overlaps.truthLabel(truth),
                    pair < 0 ? 0 : overlaps.predictedLabel(predicted),
                    pair < 0 ? 0 : overlaps.iou(truth, pair),
                    overlaps.truthArea(truth),
                    pair < 0 ? 0 : overlaps.predictedArea(predicted),
                    pair < 0 ? ObjectStatus.MISSED : ObjectStatus.MATCHED,
                    inTruth[truth] > 1,
                    pair >= 0 && inPrediction[predicted] > 1));
        }
        for (int predicted = 0; predicted < taken.length; predicted++) {
            if (!taken[predicted]) {
                matches.add(new ObjectMatch(
                        0,
                        overlaps.predictedLabel(predicted),
                        0,
                        0,
                        overlaps.predictedArea(predicted),
                        ObjectStatus.EXTRA,
                        false,
                        inPrediction[predicted] > 1));
            }
        }
        return matches;
    }
}
