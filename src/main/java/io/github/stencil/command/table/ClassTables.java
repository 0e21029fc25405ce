package io.github.stencil.command.table;

import ij.ImagePlus;
import ij.gui.Plot;
import ij.measure.ResultsTable;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import io.github.stencil.mask.ClassHistogram;
import io.github.stencil.mask.ClassStatistics;
import io.github.stencil.mask.PixelSample;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Class pixels as ImageJ's tables and plots. */
public final class ClassTables {
    private static final int MOST_NAMED = 12;
    private static final float TURN = 0.381966f; // the golden angle: neighbours get colours far apart

    private ClassTables() {}

    /**
     * Returns a row per row; where one is over several slices or frames, Z or T is not a number.
     *
     * @param image the rows' image
     */
    public static ResultsTable statistics(Description image, List<ClassStatistics> rows) {
        ResultsTable table = Tables.of(
                "Image", "Z", "T", "Class", "Name", "Channel", "Pixels", "Mean", "StdDev", "Min", "Max", "Median");
        for (ClassStatistics row : rows) {
            table.addRow();
            table.addValue("Image", image.stem());
            table.addValue("Z", place(row.slice(), image.extent().slices()));
            table.addValue("T", place(row.frame(), image.extent().frames()));
            table.addValue("Class", (double) row.label());
            table.addValue("Name", ""); // no label map has names yet
            table.addValue("Channel", row.channel());
            table.addValue("Pixels", (double) row.pixels());
            table.addValue("Mean", row.mean());
            table.addValue("StdDev", row.stdDev());
            table.addValue("Min", row.min());
            table.addValue("Max", row.max());
            table.addValue("Median", row.median());
        }
        return table;
    }

    private static double place(int number, int of) {
        return number > 0 ? number : of == 1 ? 1 : Double.NaN;
    }

    /**
     * Returns a row for each pixel: its position, frames and slices where there are several, its class and its values.
     *
     * @param image how large the image is that the pixels were taken from
     * @param samples the pixels, those of a class after those of another
     */
    public static ResultsTable pixels(Extent image, List<PixelSample> samples) {
        int channels = image.channels();
        ResultsTable table = Tables.of(pixelColumns(image));
        for (PixelSample sample : samples) {
            for (int i = 0; i < sample.size(); i++) {
                table.addRow();
                table.addValue("X", sample.x(i));
                table.addValue("Y", sample.y(i));
                if (image.slices() > 1) {
                    table.addValue("Z", sample.slice(i));
                }
                if (image.frames() > 1) {
                    table.addValue("T", sample.frame(i));
                }
                table.addValue("Class", (double) sample.label());
                for (int c = 1; c <= channels; c++) {
                    table.addValue(value(image, c), sample.value(i, c));
                }
            }
        }
        return table;
    }

    private static String[] pixelColumns(Extent image) {
        List<String> columns = new ArrayList<>(List.of("X", "Y"));
        if (image.slices() > 1) {
            columns.add("Z");
        }
        if (image.frames() > 1) {
            columns.add("T");
        }
        columns.add("Class");
        for (int c = 1; c <= image.channels(); c++) {
            columns.add(value(image, c));
        }
        return columns.toArray(String[]::new);
    }

    private static String value(Extent image, int channel) {
        return image.channels() == 1 ? "Value" : "C" + channel;
    }

    /**
     * Returns a plot of histograms, a line for each class and channel.
     *
     * @param image what the pixels were taken from, for the title
     * @param histograms those to draw
     */
    public static ImagePlus plot(Description image, List<ClassHistogram> histograms) {
        Plot plot = new Plot(image.derived("histogram").title(), "Value", "Pixels");
        int channels = image.extent().channels();
        for (int i = 0; i < histograms.size(); i++) {
            ClassHistogram histogram = histograms.get(i);
            int bins = histogram.counts().size();
            double[] values = new double[bins];
            double[] counts = new double[bins];
            for (int bin = 0; bin < bins; bin++) {
                values[bin] = histogram.first() + bin * histogram.width();
                counts[bin] = histogram.counts().get(bin);
            }
            plot.setColor(Color.getHSBColor(i * TURN, 1, 0.8f));
            plot.add("line", values, counts);
        }
        plot.setColor(Color.BLACK);
        if (histograms.size() <= MOST_NAMED) {
            plot.addLegend(histograms.stream()
                    .map(h -> "class " + h.label() + (channels > 1 ? ", channel " + h.channel() : ""))
                    .collect(Collectors.joining("\n")));
        }
        plot.setLimitsToFit(true);
        return plot.getImagePlus();
    }
}
