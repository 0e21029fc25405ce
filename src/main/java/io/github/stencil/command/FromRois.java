package io.github.stencil.command;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.plugin.frame.RoiManager;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.axes.AxisImage;
import io.github.stencil.label.LabelRois;
import io.github.stencil.label.RoiSet;
import java.awt.GraphicsEnvironment;
import java.io.File;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Draws ROIs as a label image. */
@Plugin(
        type = Command.class,
        name = "from-rois",
        menuPath = "Plugins>Stencil>ROIs to Labels...",
        description = "Draws ROIs as a label image; where they overlap, the later one is on top.",
        headless = true,
        attrs = @Attr(name = "no-legacy"))
public class FromRois extends StencilCommand {
    @Parameter(
            label = "Image",
            persist = false,
            autoFill = false,
            description = "Gives the size; its overlay is drawn where the ROI Manager is empty")
    private ImagePlus image;

    @Parameter(
            label = "By (what a label is)",
            persist = false,
            required = false,
            description = "What a ROI's label is: the number its name starts with, its place in the list, or its group")
    private LabelRois.By by = LabelRois.By.NAME;

    @Parameter(
            label = "ROIs file (optional)",
            style = "open",
            persist = false,
            required = false,
            description = "A zip of ROIs or a .roi file; empty for the ROI Manager, or else the image's overlay")
    @Nullable
    private File rois;

    @Parameter(label = "Labels", type = ItemIO.OUTPUT)
    ImagePlus labels;

    @Override
    public boolean gainsFromCompany() {
        return true;
    }

    @Override
    protected void execute(Progress progress) {
        List<Roi> found = rois == null ? open() : RoiSet.read(rois.toPath());
        labels = reading(
                image,
                () -> LabelRois.draw(AxisImage.of(image), found, by, results(), progress)
                        .imagePlus());
    }

    private List<Roi> open() {
        RoiManager manager = GraphicsEnvironment.isHeadless() ? null : RoiManager.getInstance2();
        if (manager != null && manager.getCount() > 0) {
            return List.of(manager.getRoisAsArray());
        }
        if (image.getOverlay() != null && image.getOverlay().size() > 0) {
            return List.of(image.getOverlay().toArray());
        }
        throw StencilException.of(
                "There are no ROIs: the ROI Manager is empty and \"%s\" has no overlay. Add ROIs, or name a file of them.",
                image.getTitle());
    }
}
