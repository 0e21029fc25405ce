// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.label.rois.LabelRois;
import java.awt.GraphicsEnvironment;
import java.util.List;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Outlines the objects of a label image as ROIs. */
@Plugin(
        type = Command.class,
        name = "to-rois",
        menuPath = "Plugins>Stencil>Labels to ROIs...",
        description = "Outlines the objects of a label image as ROIs, named by label.",
        headless = true,
        attrs = @Attr(name = "no-legacy"))
@Trait.Of(Trait.GAINS_FROM_COMPANY)
public class ToRois extends StencilCommand {
    @Parameter(
            label = "Labels",
            persist = false,
            autoFill = false,
            description = "A label image: 8-, 16- or 32-bit whole numbers")
    private ImagePlus labels;

    @Parameter(
            label = "Where the ROIs go",
            persist = false,
            description = "Automatic: the ROI Manager, or an overlay without a display, or on the command line a zip")
    private RoiPlace where = RoiPlace.AUTOMATIC;

    @Parameter(
            label = "Replace the ROIs that are there",
            persist = false,
            description = "Whether the ROIs that are there go; if not, the new ones are added")
    private Boolean replace = false;

    @Parameter(label = "Rois", type = ItemIO.OUTPUT)
    RoiResult rois;

    @Override
    protected void execute(Progress progress) {
        if (where == RoiPlace.ROI_MANAGER && GraphicsEnvironment.isHeadless()) {
            throw new StencilException("Without a display there is no ROI Manager. Choose Overlay, File or Automatic.");
        }
        List<Roi> outlines = reading(labels, () -> LabelRois.trace(AxisImage.of(labels), progress)).stream()
                .map(LabelRois.LabelRoi::roi)
                .toList();
        rois = new RoiResult(outlines, labels, where, replace);
    }
}
