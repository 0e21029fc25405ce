package io.github.stencil.command.score;

import ij.measure.ResultsTable;
import io.github.stencil.command.table.Tables;
import io.github.stencil.metric.EmptyClass;
import io.github.stencil.metric.ImageObjects;
import io.github.stencil.metric.ObjectMatch;
import io.github.stencil.metric.ObjectReport;
import io.github.stencil.metric.ObjectScores;
import io.github.stencil.metric.TruthCoverage;
import java.util.List;

/** The tables of object scores. */
final class ObjectTables {
    private ObjectTables() {}

    /** Returns a row per image and threshold, then the same over all images, and their means with intervals. */
    static ResultsTable scores(ObjectReport report, EmptyClass empty) {
        ResultsTable table = new ResultsTable();
        for (ObjectReport.Row row : report.scores(empty)) {
            table.addRow();
            table.addValue("Image", row.image());
            table.addValue("Threshold", row.threshold());
            add(table, ObjectScores.NAMES, row.values());
        }
        return table;
    }

    /** Returns a row per pair and per object without a partner, whose partner is 0. */
    static ResultsTable matches(ObjectReport report) {
        ResultsTable table =
                Tables.of("Image", "Truth", "Predicted", "IoU", "Dice", "TruthArea", "PredictedArea", "Status");
        for (ImageObjects image : report.images()) {
            for (ObjectMatch match : image.matches()) {
                table.addRow();
                table.addValue("Image", image.image());
                table.addValue("Truth", (double) match.truth());
                table.addValue("Predicted", (double) match.prediction());
                table.addValue("IoU", match.iou());
                table.addValue("Dice", match.dice());
                table.addValue("TruthArea", (double) match.truthArea());
                table.addValue("PredictedArea", (double) match.predictedArea());
                table.addValue("Status", match.statusText());
            }
        }
        return table;
    }

    /** Returns a row per image, one over all objects, and the means over images with their intervals. */
    static ResultsTable summary(ObjectReport report, EmptyClass empty) {
        ResultsTable table = new ResultsTable();
        for (ObjectReport.Row row : report.summary(empty)) {
            table.addRow();
            table.addValue("Image", row.image());
            add(table, TruthCoverage.NAMES, row.values());
        }
        return table;
    }

    private static void add(ResultsTable table, List<String> names, List<Double> values) {
        for (int i = 0; i < names.size(); i++) {
            table.addValue(names.get(i), values.get(i));
        }
    }
}
