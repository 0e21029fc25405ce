// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command.score;

import ij.gui.Plot;
import io.github.stencil.image.Colour;
import io.github.stencil.metric.EmptyClass;
import io.github.stencil.metric.probability.ClassProbability;
import io.github.stencil.metric.probability.ProbabilityScores;
import io.github.stencil.metric.probability.Reliability;
import io.github.stencil.metric.probability.ThresholdCurve;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The plots of probabilities: how often they are right, and what masks cut from them score. */
final class ProbabilityPlots {
    private ProbabilityPlots() {}

    /** Returns two plots for each class, over the pixels of all images. */
    static List<ScorePlots.Titled> of(List<ProbabilityScores> images) {
        List<ScorePlots.Titled> plots = new ArrayList<>();
        List<Long> labels = images.stream()
                .flatMap(image -> image.scored().stream().map(ClassProbability::label))
                .distinct()
                .sorted()
                .toList();
        for (long label : labels) {
            plots.add(new ScorePlots.Titled(
                    "How often a probability of class %d was right".formatted(label),
                    reliability(all(images, label, ClassProbability::reliability, Reliability::plus)
                                    .bins())
                            .getProcessor()));
            ThresholdCurve curve = all(images, label, ClassProbability::curve, ThresholdCurve::plus);
            plots.add(new ScorePlots.Titled(
                    String.format(
                            Locale.ROOT,
                            "Masks of class %d cut at a threshold; Dice is best, %.3f, at %.2f",
                            label,
                            curve.best().dice(EmptyClass.ZERO),
                            curve.best().threshold()),
                    thresholds(curve).getProcessor()));
        }
        return plots;
    }

    private static <V> V all(
            List<ProbabilityScores> images, long label, Function<ClassProbability, V> part, BinaryOperator<V> plus) {
        Optional<V> sum = images.stream()
                .flatMap(image -> image.scored().stream())
                .filter(one -> one.label() == label)
                .map(part)
                .reduce(plus);
        return sum.orElseThrow();
    }

    private static Plot reliability(List<Reliability.Bin> bins) {
        List<Reliability.Bin> filled =
                bins.stream().filter(bin -> bin.pixels() > 0).toList();
        double[] at = filled.stream().mapToDouble(Reliability.Bin::probability).toArray();
        double[] share = filled.stream().mapToDouble(Reliability.Bin::share).toArray();
        Plot plot = new Plot("", "Mean probability", "Share of pixels of the class");
        plot.setColor(Color.GRAY);
        plot.drawLine(0, 0, 1, 1);
        plot.setLineWidth(2);
        plot.setColor(Colour.BLUE.ink(), Colour.BLUE.ink());
        plot.add("connected circle", at, share);
        plot.setLimits(0, 1, 0, 1.02);
        return plot;
    }

    private static Plot thresholds(ThresholdCurve curve) {
        List<ThresholdCurve.Point> points = curve.points();
        double[] at =
                points.stream().mapToDouble(ThresholdCurve.Point::threshold).toArray();
        Plot plot = new Plot("", "Threshold", "Score");
        plot.setLineWidth(2);
        line(plot, Colour.BLUE, at, points, point -> point.dice(EmptyClass.SKIP));
        line(plot, Colour.VERMILION, at, points, point -> point.precision(EmptyClass.SKIP));
        line(plot, Colour.BLUISH_GREEN, at, points, point -> point.recall(EmptyClass.SKIP));
        plot.setColor(Color.BLACK);
        plot.setLineWidth(1);
        plot.addLegend("Dice\nPrecision\nRecall");
        double best = curve.best().threshold();
        plot.drawLine(best, 0, best, 1.02);
        plot.setLimits(0, 1, 0, 1.02);
        return plot;
    }

    private static void line(
            Plot plot,
            Colour colour,
            double[] at,
            List<ThresholdCurve.Point> points,
            ToDoubleFunction<ThresholdCurve.Point> score) {
        plot.setColor(colour.ink());
        plot.add("line", at, points.stream().mapToDouble(score).toArray());
    }
}
