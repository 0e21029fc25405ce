// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import io.github.stencil.Progress;
import io.github.stencil.command.table.HistoryTable;
import io.github.stencil.command.table.TrainingPlot;
import io.github.stencil.image.AxisImage;
import io.github.stencil.unet.TrainingHistory;
import io.github.stencil.unet.TrainingListener;
import java.nio.file.Path;

/** What a user sees of a training while it runs: a line and a plot of each epoch, a validated image, and patches. */
final class TrainingView implements TrainingListener {
    private static final String PREVIEW = "preview.png";
    private static final String CURVE = "history.png";

    private final int epochs;
    private final Path model;
    private final Progress progress;
    private final TrainingPlot plot = new TrainingPlot();
    private final ValidationPicture picture = new ValidationPicture();

    /**
     * Creates a view.
     *
     * @param epochs how many are planned
     * @param model the folder of the learning curve, and of the patches where there is no display
     * @param progress hears the line of each epoch
     */
    TrainingView(int epochs, Path model, Progress progress) {
        this.epochs = epochs;
        this.model = model;
        this.progress = progress;
    }

    @Override
    public void epoch(TrainingHistory all) {
        progress.say(HistoryTable.line(all, epochs));
        plot.show(all);
        TrainingPlot.write(all, model.resolve(CURVE));
    }

    @Override
    public void validated(AxisImage image, AxisImage probabilities) {
        picture.show(image, probabilities);
    }

    @Override
    public void preview(AxisImage montage) {
        plot.preview(montage.imagePlus(), model.resolve(PREVIEW), progress);
    }
}
