// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command.score;

import ij.measure.ResultsTable;
import ij.process.ImageProcessor;
import io.github.stencil.FileTrouble;
import io.github.stencil.image.Colour;
import io.github.stencil.metric.EmptyClass;
import io.github.stencil.metric.picture.ErrorPicture;
import io.github.stencil.metric.picture.ObjectPicture;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/** A report as one HTML page, which needs no other file and no network. */
final class ReportPage {
    private static final int MOST_ROWS = 1000;
    private static final String STYLE = """
            body { font: 15px/1.5 sans-serif; margin: 2em auto; max-width: 75em; padding: 0 1em; color: #222 }
            table { border-collapse: collapse; font-size: 13px; margin: 1em 0; display: block; overflow-x: auto }
            th, td { border-bottom: 1px solid #ddd; padding: 0.2em 0.7em; text-align: right; white-space: nowrap }
            th:first-child, td:first-child { text-align: left }
            figure { display: inline-block; margin: 0 1em 1em 0; vertical-align: top }
            figcaption { font-size: 13px }
            img { max-width: 100%; border: 1px solid #ddd }
            .worst img { image-rendering: pixelated; width: 200px }
            .key span { display: inline-block; width: 1em; height: 1em; vertical-align: -0.15em; margin-left: 1em }
            """;

    private final StringBuilder html = new StringBuilder();

    private ReportPage() {}

    /** Returns the page. */
    static String of(Evaluation gathered, List<EvaluationTables.Titled> tables, EmptyClass empty) {
        ReportPage page = new ReportPage();
        page.begin();
        for (ScorePlots.Titled plot : ScorePlots.of(gathered, empty)) {
            page.figure(plot.title(), plot.picture());
        }
        page.worst(gathered);
        tables.forEach(table -> page.table(table.title(), table.table()));
        return page.html.append("</body>\n</html>\n").toString();
    }

    private void begin() {
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<title>Segmentation scores</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>Segmentation scores</h1>\n");
    }

    private void figure(String title, ImageProcessor picture) {
        html.append("<figure><img alt=\"%s\" src=\"%s\"><figcaption>%s</figcaption></figure>\n"
                .formatted(escape(title), png(picture), escape(title)));
    }

    private void worst(Evaluation gathered) {
        if (gathered.worst().isEmpty()) {
            return;
        }
        html.append("<h2>Worst images</h2>\n<p class=\"key\">");
        if (gathered.isOfObjects()) {
            key(ObjectPicture.MATCHED.colour(), "matched");
            key(ObjectPicture.EXTRA.colour(), "extra");
            key(ObjectPicture.MISSED.colour(), "missed");
            key(ObjectPicture.MERGED.colour(), "merged");
            key(ObjectPicture.SPLIT.colour(), "split");
        } else {
            key(ErrorPicture.TRUE_POSITIVE.colour(), "right");
            key(ErrorPicture.FALSE_POSITIVE.colour(), "in the prediction only");
            key(ErrorPicture.FALSE_NEGATIVE.colour(), "in the truth only");
            key(ErrorPicture.WRONG_CLASS.colour(), "of another class");
        }
        key(ErrorPicture.IGNORED.colour(), "ignored");
        html.append("</p>\n<div class=\"worst\">\n");
        for (WorstImages.Entry image : gathered.worst()) {
            String score = gathered.isOfObjects() ? "F1" : "mean Dice";
            figure("%s: %s %s".formatted(image.image(), score, number(image.score())), image.picture());
        }
        html.append("</div>\n");
    }

    private void key(Colour colour, String meaning) {
        html.append("<span style=\"background:#%06x\"></span> %s".formatted(colour.rgb(), meaning));
    }

    private void table(String title, ResultsTable table) {
        html.append("<h2>%s</h2>\n<table>\n<tr>".formatted(escape(title)));
        String[] columns = table.getHeadings();
        for (String column : columns) {
            html.append("<th>").append(escape(column)).append("</th>");
        }
        html.append("</tr>\n");
        int rows = table.size();
        for (int row = 0; row < rows; row++) {
            if (rows > MOST_ROWS && row == MOST_ROWS / 2) { // the ends: the first images, and the means
                int left = rows - MOST_ROWS;
                html.append(String.format(
                        Locale.ROOT,
                        "<tr><td colspan=\"%d\">%,d rows are left out here</td></tr>\n",
                        columns.length,
                        left));
                row += left;
            }
            html.append("<tr>");
            for (String column : columns) {
                html.append("<td>").append(cell(table, column, row)).append("</td>");
            }
            html.append("</tr>\n");
        }
        html.append("</table>\n");
    }

    private static String cell(ResultsTable table, String column, int row) {
        double value = table.getValue(column, row);
        String text = table.getStringValue(column, row);
        boolean isNumber = !Double.isNaN(value) || "NaN".equals(text);
        return isNumber ? number(value) : escape(text);
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%d", (long) value)
                : Double.isNaN(value) || Double.isInfinite(value)
                        ? String.valueOf(value)
                        : String.format(Locale.ROOT, "%.4f", value);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String png(ImageProcessor picture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        FileTrouble.writing(
                "A picture of the report",
                () -> ImageIO.write(picture.convertToRGB().getBufferedImage(), "png", bytes));
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
