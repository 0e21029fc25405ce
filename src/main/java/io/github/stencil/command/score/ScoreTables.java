// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command.score;

import ij.measure.ResultsTable;
import io.github.stencil.command.table.TableColumns;
import io.github.stencil.metric.ClassReport;
import io.github.stencil.metric.ConfusionCounts;
import io.github.stencil.metric.EmptyClass;
import io.github.stencil.metric.ImageCounts;
import io.github.stencil.metric.ImageSurfaces;
import io.github.stencil.metric.PairedDifference;
import io.github.stencil.metric.SurfaceDistances;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
        TableColumns<ClassRow> columns = new TableColumns<ClassRow>()
                .words("Image", ClassRow::image)
                .numbers("Class", ClassRow::label)
                .numbers("Truth", row -> row.counts().truth(row.label()))
                .numbers("Predicted", row -> row.counts().predicted(row.label()))
                .numbers("TP", row -> row.counts().truePositives(row.label()))
                .numbers("FP", row -> row.counts().falsePositives(row.label()))
                .numbers("FN", row -> row.counts().falseNegatives(row.label()))
                .numbers("TN", row -> row.counts().trueNegatives(row.label()))
                .numbers("IoU", row -> row.counts().iou(row.label(), empty))
                .numbers("Dice", row -> row.counts().dice(row.label(), empty))
                .numbers("Precision", row -> row.counts().precision(row.label(), empty))
                .numbers("Recall", row -> row.counts().recall(row.label(), empty))
                .numbers("Specificity", row -> row.counts().specificity(row.label(), empty))
                .numbers("VolumeSimilarity", row -> row.counts().volumeSimilarity(row.label(), empty));
        if (!surfaces.isEmpty()) {
            columns.numbers("Hausdorff", row -> row.distances().hausdorff(empty))
                    .numbers("Hausdorff95", row -> row.distances().hausdorff95(empty))
                    .numbers("Hausdorff95Pooled", row -> row.distances().hausdorff95Pooled(empty))
                    .numbers("ASSD", row -> row.distances().assd(empty))
                    .numbers("NSD", row -> row.distances().nsd(tolerance, empty));
        }
        return columns.table(rows(report, surfaces));
    }

    private static List<ClassRow> rows(ClassReport report, List<ImageSurfaces> surfaces) {
        List<ClassRow> rows = new ArrayList<>();
        List<ImageCounts> images = report.rows();
        for (int i = 0; i < images.size(); i++) {
            ImageCounts image = images.get(i);
            ImageSurfaces measured =
                    surfaces.isEmpty() ? null : i < surfaces.size() ? surfaces.get(i) : ImageSurfaces.pooled(surfaces);
            for (long label : image.counts().labels()) {
                rows.add(new ClassRow(image.image(), image.counts(), label, measured));
            }
        }
        return rows;
    }

    /** A class of an image, or of all, whose surfaces have been measured if any have. */
    private record ClassRow(
            String image,
            ConfusionCounts counts,
            long label,
            @Nullable ImageSurfaces surfaces) {
        SurfaceDistances distances() {
            return Objects.requireNonNull(surfaces).of(label);
        }
    }

    /** Returns a row per score, with the mean of its difference between two predictions. */
    static ResultsTable differences(List<PairedDifference> rows) {
        return new TableColumns<PairedDifference>()
                .words("Score", PairedDifference::score)
                .numbers("First", PairedDifference::first)
                .numbers("Second", PairedDifference::second)
                .numbers("Difference", PairedDifference::difference)
                .numbers("Low", PairedDifference::low)
                .numbers("High", PairedDifference::high)
                .numbers("Images", PairedDifference::images)
                .table(rows);
    }

    /** Returns a row per image, one over all pixels, and the means over images with their intervals. */
    static ResultsTable summary(ClassReport report, EmptyClass empty) {
        return new TableColumns<ClassReport.SummaryRow>()
                .words("Image", ClassReport.SummaryRow::image)
                .numbers("PixelAccuracy", row -> row.scores().pixelAccuracy())
                .numbers("MeanIoU", row -> row.scores().meanIou())
                .numbers("MeanDice", row -> row.scores().meanDice())
                .numbers("MeanForegroundIoU", row -> row.scores().meanForegroundIou())
                .numbers("MeanForegroundDice", row -> row.scores().meanForegroundDice())
                .numbers("WeightedIoU", row -> row.scores().weightedIou())
                .numbers("Kappa", row -> row.scores().kappa())
                .numbers("MCC", row -> row.scores().mcc())
                .numbers("Classes", row -> row.scores().classes())
                .table(report.summary(empty));
    }
}
