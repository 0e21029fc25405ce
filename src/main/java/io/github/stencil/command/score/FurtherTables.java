// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command.score;

import ij.measure.ResultsTable;
import io.github.stencil.command.table.TableColumns;
import io.github.stencil.metric.EmptyClass;
import io.github.stencil.metric.probability.ClassProbability;
import io.github.stencil.metric.probability.ProbabilityScores;
import io.github.stencil.metric.track.TrackErrors;
import io.github.stencil.metric.track.TrackScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** The tables of scores that are made of tracks and of probabilities. */
final class FurtherTables {
    private static final String ALL = "(all)";
    private static final String MEAN = "(mean)";

    private FurtherTables() {}

    /** Returns a row per time-lapse, and one in which the errors of all are added. */
    static ResultsTable tracks(List<TrackScores> timeLapses, Set<FurtherScore> named, EmptyClass empty) {
        List<TrackScores> rows = new ArrayList<>(timeLapses);
        timeLapses.stream()
                .reduce((one, other) -> one.plus(other, ALL))
                .ifPresent(all -> rows.add(new TrackScores(ALL, all.coverage(), all.errors())));
        TableColumns<TrackScores> columns = new TableColumns<TrackScores>().words("Image", TrackScores::image);
        for (String name : FurtherScore.columns(named, FurtherScore.About.TRACKS)) {
            columns.numbers(
                    name,
                    switch (name) {
                        case "SEG" -> (TrackScores row) -> row.seg(empty);
                        case "DET" -> row -> row.det(empty);
                        default -> row -> row.tra(empty);
                    });
        }
        return columns.numbers(
                        TrackErrors.NAMES,
                        row -> row.errors().counts().stream()
                                .map(Long::doubleValue)
                                .toList())
                .table(rows);
    }

    /** A line about an image, a class of it, or the mean of all images. */
    private record Row(String image, double label, long pixels, List<ProbabilityScores> images, int place) {}

    /**
     * Returns a row per image, a row per class of it where it has more than one to score, and the means over images, of
     * which what is undefined is left out.
     */
    static ResultsTable probabilities(List<ProbabilityScores> images, Set<FurtherScore> named, EmptyClass empty) {
        List<Row> rows = new ArrayList<>();
        for (ProbabilityScores image : images) {
            rows.add(new Row(image.image(), Double.NaN, image.pixels(), List.of(image), -1));
            for (int place = 0;
                    image.scored().size() > 1 && place < image.scored().size();
                    place++) {
                ClassProbability one = image.scored().get(place);
                rows.add(new Row(image.image(), one.label(), one.pixels(), List.of(image), place));
            }
        }
        if (!images.isEmpty()) {
            long pixels = images.stream().mapToLong(ProbabilityScores::pixels).sum();
            rows.add(new Row(MEAN, Double.NaN, pixels, images, -1));
        }
        TableColumns<Row> columns = new TableColumns<Row>()
                .words("Image", Row::image)
                .numbers("Class", Row::label)
                .numbers("Pixels", Row::pixels);
        for (String name : FurtherScore.columns(named, FurtherScore.About.PROBABILITIES)) {
            columns.numbers(name, row -> mean(row, name, empty));
        }
        return columns.table(rows);
    }

    private static double mean(Row row, String name, EmptyClass empty) {
        ToDoubleFunction<ProbabilityScores> score = row.place() < 0
                ? image -> ofImage(image, name, empty)
                : image -> ofClass(image.scored().get(row.place()), name, empty);
        return row.images().stream()
                .mapToDouble(score)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    private static double ofImage(ProbabilityScores image, String name, EmptyClass empty) {
        return switch (name) {
            case "Brier" -> image.brier(empty);
            case "LogLoss" -> image.logLoss(empty);
            case "ECE" -> image.ece(empty);
            case "AUROC" -> image.auroc(empty);
            default -> image.averagePrecision(empty);
        };
    }

    /** Returns a score of a class, NaN for those that all classes have together. */
    private static double ofClass(ClassProbability one, String name, EmptyClass empty) {
        return switch (name) {
            case "ECE" -> one.reliability().ece(empty);
            case "AUROC" -> one.auroc(empty);
            case "AveragePrecision" -> one.averagePrecision(empty);
            default -> Double.NaN;
        };
    }
}
