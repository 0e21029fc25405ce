// SPDX-License-Identifier: BSD-2-Clause
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
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
        return new TableColumns<ClassStatistics>()
                .words("Image", row -> image.stem())
                .numbers("Z", row -> place(row.slice(), image.extent().slices()))
                .numbers("T", row -> place(row.frame(), image.extent().frames()))
                .numbers("Class", ClassStatistics::label)
                .words("Name", row -> "") // no label map has names yet
                .numbers("Channel", ClassStatistics::channel)
                .numbers("Pixels", ClassStatistics::pixels)
                .numbers("Mean", ClassStatistics::mean)
                .numbers("StdDev", ClassStatistics::stdDev)
                .numbers("Min", ClassStatistics::min)
                .numbers("Max", ClassStatistics::max)
                .numbers("Median", ClassStatistics::median)
                .table(rows);
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
        TableColumns<Pixel> columns = new TableColumns<Pixel>()
                .numbers("X", pixel -> pixel.of().x(pixel.index()))
                .numbers("Y", pixel -> pixel.of().y(pixel.index()));
        if (image.slices() > 1) {
            columns.numbers("Z", pixel -> pixel.of().slice(pixel.index()));
        }
        if (image.frames() > 1) {
            columns.numbers("T", pixel -> pixel.of().frame(pixel.index()));
        }
        columns.numbers("Class", pixel -> pixel.of().label());
        for (int c = 1; c <= image.channels(); c++) {
            int channel = c;
            columns.numbers(
                    image.channels() == 1 ? "Value" : "C" + c,
                    pixel -> pixel.of().value(pixel.index(), channel));
        }
        return columns.table(samples.stream()
                .flatMap(sample -> IntStream.range(0, sample.size()).mapToObj(i -> new Pixel(sample, i)))
                .toList());
    }

    private record Pixel(PixelSample of, int index) {}

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
