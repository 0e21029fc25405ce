package io.github.stencil.command.score;

import ij.measure.ResultsTable;
import io.github.stencil.metric.ClassReport;
import io.github.stencil.metric.ClassSummary;
import io.github.stencil.metric.ConfusionCounts;
import io.github.stencil.metric.EmptyClass;
import io.github.stencil.metric.ImageCounts;
import io.github.stencil.metric.ImageSurfaces;
import io.github.stencil.metric.PairedDifference;
import io.github.stencil.metric.SurfaceDistances;
import java.util.List;

/** The tables of class scores. */
final class ScoreTables {
    private ScoreTables() {}

    /**
     * Returns a row per image and class, and last a row per class over all images.
     *
     * @param surfaces the images' surfaces in the same order, or none, and then there are no columns for them
     */
    static ResultsTable classScores(
            ClassReport report, List<ImageSurfaces> surfaces, double tolerance, EmptyClass empty) {
        ResultsTable table = new ResultsTable();
        List<ImageCounts> rows = report.rows();
        for (int i = 0; i < rows.size(); i++) {
            ImageCounts row = rows.get(i);
            ConfusionCounts counts = row.counts();
            ImageSurfaces measured =
                    surfaces.isEmpty() ? null : i < surfaces.size() ? surfaces.get(i) : ImageSurfaces.pooled(surfaces);
            for (long label : counts.labels()) {
                table.addRow();
                table.addValue("Image", row.image());
                table.addValue("Class", (double) label);
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
                if (measured != null) {
                    addDistances(table, measured.of(label), tolerance, empty);
                }
            }
        }
        return table;
    }

    private static void addDistances(
            ResultsTable table, SurfaceDistances distances, double tolerance, EmptyClass empty) {
        table.addValue("Hausdorff", distances.hausdorff(empty));
        table.addValue("Hausdorff95", distances.hausdorff95(empty));
        table.addValue("Hausdorff95Pooled", distances.hausdorff95Pooled(empty));
        table.addValue("ASSD", distances.assd(empty));
        table.addValue("NSD", distances.nsd(tolerance, empty));
    }

    /** Returns a row per score, with the mean of its difference between two predictions. */
    static ResultsTable differences(List<PairedDifference> rows) {
        ResultsTable table = new ResultsTable();
        for (PairedDifference row : rows) {
            table.addRow();
            table.addValue("Score", row.score());
            table.addValue("First", row.first());
            table.addValue("Second", row.second());
            table.addValue("Difference", row.difference());
            table.addValue("Low", row.low());
            table.addValue("High", row.high());
            table.addValue("Images", (double) row.images());
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
