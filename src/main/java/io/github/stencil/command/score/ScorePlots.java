// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command.score;

import ij.gui.Plot;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import io.github.stencil.image.Colour;
import io.github.stencil.metric.ClassReport;
import io.github.stencil.metric.ConfusionCounts;
import io.github.stencil.metric.EmptyClass;
import io.github.stencil.metric.ImageCounts;
import io.github.stencil.metric.ObjectScores;
import java.awt.Color;
import java.awt.Font;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The plots of a report. */
final class ScorePlots {
    private static final int CELL = 64;
    private static final int MARGIN = 64;
    private static final int MOST_CLASSES = 32;

    private ScorePlots() {}

    /** A picture and what it shows. */
    record Titled(String title, ImageProcessor picture) {}

    static List<Titled> of(Evaluation gathered, EmptyClass empty) {
        if (!gathered.probabilities().isEmpty()) {
            return ProbabilityPlots.of(gathered.probabilities());
        }
        if (gathered.isOfObjects()) {
            double[] f1 = gathered.objects().images().stream()
                    .mapToDouble(image -> image.scores().get(0).f1(empty))
                    .toArray();
            return List.of(
                    new Titled("F1 of each image at the first threshold, sorted", sorted("F1", f1)),
                    new Titled("Scores of all images against the threshold", thresholds(gathered, empty)));
        }
        ClassReport report = gathered.classes();
        double[] dice = report.summary(empty).subList(0, report.images().size()).stream()
                .mapToDouble(row -> row.scores().meanForegroundDice())
                .toArray();
        Titled first = new Titled("Mean Dice of each image without class 0, sorted", sorted("Dice", dice));
        List<ImageCounts> rows = report.rows();
        ConfusionCounts all = rows.get(rows.size() - 1).counts();
        return all.labels().length > MOST_CLASSES
                ? List.of(first)
                : List.of(first, new Titled("Where the pixels of each true class went", confusion(all)));
    }

    private static ImageProcessor sorted(String score, double... values) {
        double[] defined = Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        double[] ranks = new double[defined.length];
        Arrays.setAll(ranks, i -> i + 1);
        Plot plot = new Plot("", "Images, the worst first", score);
        plot.setColor(Colour.BLUE.ink(), Colour.BLUE.ink());
        plot.add("circle", ranks, defined);
        plot.setLimits(0, defined.length + 1, 0, 1.02);
        return plot.getProcessor();
    }

    private static ImageProcessor thresholds(Evaluation gathered, EmptyClass empty) {
        List<ObjectScores> all = gathered.objects().pooled();
        double[] at = all.stream().mapToDouble(ObjectScores::threshold).toArray();
        Plot plot = new Plot("", "IoU threshold", "Score");
        plot.setLineWidth(2);
        curve(plot, Colour.BLUE, at, all, scores -> scores.f1(empty));
        curve(plot, Colour.VERMILION, at, all, scores -> scores.accuracy(empty));
        curve(plot, Colour.BLUISH_GREEN, at, all, scores -> scores.panopticQuality(empty));
        plot.setColor(Color.BLACK);
        plot.setLineWidth(1);
        plot.addLegend("F1\nAccuracy\nPanopticQuality");
        plot.setLimits(at[0] - 0.02, at[at.length - 1] + 0.02, 0, 1.02);
        return plot.getProcessor();
    }

    private static void curve(
            Plot plot, Colour colour, double[] at, List<ObjectScores> all, ToDoubleFunction<ObjectScores> score) {
        plot.setColor(colour.ink(), colour.ink());
        plot.add("connected circle", at, all.stream().mapToDouble(score).toArray());
    }

    /** Draws a square per true class (row) and predicted class (column), dark where the share of the row is large. */
    private static ImageProcessor confusion(ConfusionCounts counts) {
        long[] labels = counts.labels();
        ColorProcessor picture = new ColorProcessor(MARGIN + CELL * labels.length, MARGIN + CELL * labels.length);
        picture.setColor(Color.WHITE);
        picture.fill();
        picture.setAntialiasedText(true);
        picture.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        for (int row = 0; row < labels.length; row++) {
            centred(picture, String.valueOf(labels[row]), Color.BLACK, 0, MARGIN + row * CELL, MARGIN, CELL);
            centred(picture, String.valueOf(labels[row]), Color.BLACK, MARGIN + row * CELL, 0, CELL, MARGIN);
            for (int column = 0; column < labels.length; column++) {
                long count = counts.count(labels[row], labels[column]);
                double share = EmptyClass.ZERO.value();
                if (counts.truth(labels[row]) > 0) {
                    share = (double) count / counts.truth(labels[row]);
                }
                int x = MARGIN + column * CELL;
                int y = MARGIN + row * CELL;
                picture.setColor(shade(share));
                picture.fillRect(x, y, CELL - 1, CELL - 1);
                Color ink = share > 0.5 ? Color.WHITE : Color.BLACK;
                centred(picture, String.format(Locale.ROOT, "%.3f", share), ink, x, y, CELL, CELL / 2);
                centred(picture, brief(count), ink, x, y + CELL / 2, CELL, CELL / 2);
            }
        }
        picture.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 10));
        centred(picture, "true \\ found", Color.BLACK, 0, 0, MARGIN, MARGIN);
        return picture;
    }

    private static Color shade(double share) {
        return new Color((int) (255 - 255 * share), (int) (255 - 141 * share), (int) (255 - 77 * share));
    }

    private static String brief(long count) {
        return count < 1_000_000
                ? String.format(Locale.ROOT, "%,d", count)
                : String.format(Locale.ROOT, "%.3g", (double) count);
    }

    private static void centred(ColorProcessor picture, String text, Color ink, int x, int y, int width, int height) {
        picture.setColor(ink);
        int left = x + (width - picture.getStringWidth(text)) / 2;
        picture.drawString(text, left, y + height / 2 + picture.getFontMetrics().getAscent() / 2 + 2);
    }
}
