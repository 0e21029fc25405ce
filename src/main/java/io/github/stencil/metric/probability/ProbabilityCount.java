// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric.probability;

import java.util.ArrayList;
import java.util.List;

/** Counts what the scores of an image's probabilities are made of. */
final class ProbabilityCount {
    private final ProbabilityReader reader;
    private final String name;
    private double squares;
    private double logarithms;

    ProbabilityCount(ProbabilityMaps maps, int image, Runnable pulse) {
        reader = new ProbabilityReader(maps, image, pulse);
        name = maps.name(image);
    }

    ProbabilityScores scores() {
        List<ClassProbability> classes = new ArrayList<>();
        for (int channel = 0; channel < reader.channels(); channel++) {
            classes.add(count(channel));
        }
        return new ProbabilityScores(name, classes.get(0).pixels(), squares, logarithms, classes);
    }

    private ClassProbability count(int channel) {
        boolean binary = reader.isBinary();
        Reliability reliability = new Reliability();
        ThresholdCurve curve = new ThresholdCurve();
        Ranking ranking = new Ranking();
        reader.each(channel, (value, positive) -> {
            reliability.add(value, positive);
            curve.add(value, positive);
            ranking.add(value, positive);
            double miss = positive ? 1.0 - value : value;
            squares += (binary ? 2 : 1) * miss * miss;
            if (positive || binary) {
                logarithms -= Math.log(positive ? value : 1.0 - value);
            }
        });
        ranking.rank(visitor -> reader.each(channel, visitor));
        return new ClassProbability(
                binary ? reader.foreground() : channel,
                ranking.positives() + ranking.negatives(),
                ranking.positives(),
                reliability,
                curve,
                ranking.wins(),
                ranking.precisions());
    }
}
