// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command.table;

import ij.ImagePlus;
import ij.gui.Plot;
import ij.gui.PlotWindow;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.WholeFile;
import io.github.stencil.image.Colour;
import io.github.stencil.unet.TrainingEpoch;
import io.github.stencil.unet.TrainingHistory;
import java.awt.Color;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** A window that shows losses and scores while a network is trained; nothing without a display. */
public final class TrainingPlot {
    private static final String TITLE = "Training";
    private static final int WIDTH = 640;
    private static final int HEIGHT = 400;
    private static final List<Colour> COLOURS = List.of(
            Colour.BLUE,
            Colour.VERMILION,
            Colour.BLUISH_GREEN,
            Colour.REDDISH_PURPLE,
            Colour.BLACK,
            Colour.SKY_BLUE,
            Colour.ORANGE,
            Colour.GREY);

    private @Nullable PlotWindow window;

    /** Shows all epochs up to now. */
    public void show(TrainingHistory history) {
        if (!GraphicsEnvironment.isHeadless()) {
            Plot plot = plot(history);
            EventQueue.invokeLater(() -> draw(plot));
        }
    }

    /**
     * Writes the same as a picture in place of the one before, with or without a display.
     *
     * @param file a PNG
     */
    public static void write(TrainingHistory history, Path file) {
        BufferedImage picture = plot(history).getImagePlus().getBufferedImage();
        try {
            WholeFile.write(file, file.resolveSibling(file.getFileName() + ".part"), part -> {
                if (!ImageIO.write(picture, "png", part.toFile())) {
                    throw new IOException("this Java writes no PNG");
                }
            });
        } catch (IOException e) {
            throw StencilException.of(
                    e, "The learning curve could not be written to %s (%s).", file, String.valueOf(e.getMessage()));
        }
    }

    /** Shows an image before training starts; without a display it becomes a file. */
    public void preview(ImagePlus image, Path file, Progress progress) {
        if (GraphicsEnvironment.isHeadless()) {
            try {
                Files.createDirectories(file.resolveSibling("."));
                ImageIO.write(image.getBufferedImage(), "png", file.toFile());
            } catch (IOException e) {
                throw StencilException.of(
                        e, "The preview could not be written to %s (%s).", file, String.valueOf(e.getMessage()));
            }
            progress.say("The first patches are shown in " + file + ".");
        } else {
            EventQueue.invokeLater(image::show);
        }
    }

    private void draw(Plot plot) {
        PlotWindow open = window;
        if (open == null || !open.isVisible()) {
            window = plot.show();
        } else {
            open.drawPlot(plot);
        }
    }

    private static Plot plot(TrainingHistory history) {
        Plot plot = new Plot(TITLE, "Epoch", "Loss and scores");
        plot.setSize(WIDTH, HEIGHT);
        plot.setLineWidth(2);
        StringBuilder legend = new StringBuilder();
        add(plot, legend, history, "Loss", 0, TrainingEpoch::loss);
        add(plot, legend, history, "Validation loss", 1, TrainingEpoch::validationLoss);
        for (int k = 0; k < history.classes().size(); k++) {
            int index = k;
            String name = history.classes().get(k);
            add(
                    plot,
                    legend,
                    history,
                    "IoU " + name,
                    2 + 2 * k,
                    epoch -> epoch.iou().get(index));
            add(
                    plot,
                    legend,
                    history,
                    "Dice " + name,
                    3 + 2 * k,
                    epoch -> epoch.dice().get(index));
        }
        if (history.objects()) {
            add(plot, legend, history, "Object F1", 2 + 2 * history.classes().size(), TrainingEpoch::objectF1);
        }
        plot.setColor(Color.BLACK);
        plot.setLineWidth(1);
        plot.addLegend(legend.toString(), "auto transparent"); // curves show through
        plot.setLimitsToFit(true);
        return plot;
    }

    private static void add(
            Plot plot,
            StringBuilder legend,
            TrainingHistory history,
            String name,
            int colour,
            ToDoubleFunction<TrainingEpoch> value) {
        double[] x = history.epochs().stream().mapToDouble(TrainingEpoch::epoch).toArray();
        double[] y = history.epochs().stream().mapToDouble(value).toArray();
        plot.setColor(COLOURS.get(colour % COLOURS.size()).ink());
        plot.add(x.length == 1 ? "circle" : "line", x, y);
        legend.append(name).append('\n');
    }
}
