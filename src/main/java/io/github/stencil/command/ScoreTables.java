package io.github.stencil.command;

import ij.measure.ResultsTable;
import io.github.stencil.metric.ClassReport;
import io.github.stencil.metric.ClassSummary;
import io.github.stencil.metric.ConfusionCounts;
import io.github.stencil.metric.EmptyClass;
import io.github.stencil.metric.ImageCounts;

/** The tables of class scores. */
final class ScoreTables {
    private ScoreTables() {}

    /** Returns a row per image and class, and last a row per class over all images. */
    static ResultsTable classScores(ClassReport report, EmptyClass empty) {
        ResultsTable table = new ResultsTable();
        for (ImageCounts row : report.rows()) {
            ConfusionCounts counts = row.counts();
            for (int label : counts.labels()) {
                table.addRow();
                table.addValue("Image", row.image());
                table.addValue("Class", label);
                table.addValue("Truth", (double) counts.truth(label));
                table.addValue("Predicted", (double) counts.predicted(label));
                table.addValue("TP", (double) counts.truePositives(label));
                table.addValue("FP", (double) counts.falsePositives(label));
                table.addValue("FN", (double) counts.falseNegatives(label));
                table.addValue("TN", (double) counts.trueNegatives(label));
                table.addValue("IoU", counts.iou(label, empty));
                table.addValue("Dice", counts.dice(label, empty));
                table.addValue("Precision", counts.precision(label, empty));
                table.addValue("Recall", counts.recall(label, empty));
                table.addValue("Specificity", counts.specificity(label, empty));
                table.addValue("VolumeSimilarity", counts.volumeSimilarity(label, empty));
            }
        }
        return table;
    }

    /** Returns a row per image, one over all pixels, and the means over images with their intervals. */
    static ResultsTable summary(ClassReport report, EmptyClass empty) {
        ResultsTable table = new ResultsTable();
        for (ClassReport.SummaryRow row : report.summary(empty)) {
            ClassSummary scores = row.scores();
            table.addRow();
            table.addValue("Image", row.image());
            table.addValue("PixelAccuracy", scores.pixelAccuracy());
            table.addValue("MeanIoU", scores.meanIou());
            table.addValue("MeanDice", scores.meanDice());
            table.addValue("MeanForegroundIoU", scores.meanForegroundIou());
            table.addValue("MeanForegroundDice", scores.meanForegroundDice());
            table.addValue("WeightedIoU", scores.weightedIou());
            table.addValue("Kappa", scores.kappa());
            table.addValue("MCC", scores.mcc());
            table.addValue("Classes", scores.classes());
        }
        return table;
    }
}
