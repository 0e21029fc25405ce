// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command.score;

import ij.measure.ResultsTable;
import io.github.stencil.command.table.TableColumns;
import io.github.stencil.metric.EmptyClass;
import io.github.stencil.metric.ObjectMatch;
import io.github.stencil.metric.ObjectReport;
import io.github.stencil.metric.ObjectScores;
import io.github.stencil.metric.TruthCoverage;

/** The tables of object scores. */
final class ObjectTables {
    private ObjectTables() {}

    /** Returns a row per image and threshold, then the same over all images, and their means with intervals. */
    static ResultsTable scores(ObjectReport report, EmptyClass empty) {
        return new TableColumns<ObjectReport.Row>()
                .words("Image", ObjectReport.Row::image)
                .numbers("Threshold", ObjectReport.Row::threshold)
                .numbers(ObjectScores.NAMES, ObjectReport.Row::values)
                .table(report.scores(empty));
    }

    /** Returns a row per pair and per object without a partner, whose partner is 0. */
    static ResultsTable matches(ObjectReport report) {
        return new TableColumns<Matched>()
                .words("Image", Matched::image)
                .numbers("Truth", row -> row.match().truth())
                .numbers("Predicted", row -> row.match().prediction())
                .numbers("IoU", row -> row.match().iou())
                .numbers("Dice", row -> row.match().dice())
                .numbers("TruthArea", row -> row.match().truthArea())
                .numbers("PredictedArea", row -> row.match().predictedArea())
                .words("Status", row -> row.match().statusText())
                .table(report.images().stream()
                        .flatMap(image -> image.matches().stream().map(match -> new Matched(image.image(), match)))
                        .toList());
    }

    private record Matched(String image, ObjectMatch match) {}

    /** Returns a row per image, one over all objects, and the means over images with their intervals. */
    static ResultsTable summary(ObjectReport report, EmptyClass empty) {
        return new TableColumns<ObjectReport.Row>()
                .words("Image", ObjectReport.Row::image)
                .numbers(TruthCoverage.NAMES, ObjectReport.Row::values)
                .table(report.summary(empty));
    }
}
