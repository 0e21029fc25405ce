// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.plugin.frame.RoiManager;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.batch.RoiFiles;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Description;
import io.github.stencil.label.rois.LabelRois;
import io.github.stencil.label.rois.RoiSet;
import java.awt.GraphicsEnvironment;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
@Trait.Of(Trait.GAINS_FROM_COMPANY)
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
            description = "What a ROI's label is: the number its name starts with, its place in the list, or its group;"
                    + " Automatic is the name if all names are such numbers, or else the place")
    private LabelRois.By by = LabelRois.By.AUTOMATIC;

    @Parameter(
            label = "ROIs file or folder (optional)",
            style = "both",
            persist = false,
            required = false,
            description =
                    "A zip of ROIs, a .roi, GeoJSON or COCO file, or a folder or pattern of those named as their images;"
                            + " empty for the ROI Manager, or else the image's overlay",
            attrs = @Attr(name = "files", value = "rois"))
    @Nullable
    private File rois;

    @Parameter(label = "Labels", type = ItemIO.OUTPUT)
    ImagePlus labels;

    @Override
    protected void execute(Progress progress) {
        List<Roi> found =
                rois == null ? open() : RoiSet.read(RoiFiles.of(rois.getPath(), Description.stem(image.getTitle())));
        labels = reading(
                image,
                () -> LabelRois.draw(AxisImage.of(image), found, by, results(), progress)
                        .imagePlus());
    }

    /** Refuses one file of ROIs for images of several sizes, most of which it cannot be of. */
    @Override
    public Map<String, String> decide(List<Map<String, Path>> runs, Progress progress) {
        List<Path> sets = runs.stream()
                .map(files -> files.get("rois"))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        if (runs.size() < 2 || sets.size() != 1) {
            return Map.of();
        }
        ImagePlus first = null;
        for (int i = 0; i < runs.size(); i++) {
            progress.step(i, runs.size());
            ImagePlus next = found(runs.get(i).get("image"));
            if (first != null && next != null && !sameSize(first, next)) {
                throw StencilException.of(
                        "%s is one set of ROIs but \"%s\" is %d x %d pixels and \"%s\" %d x %d. Give a folder with a zip for each image, named as the image.",
                        sets.get(0),
                        first.getTitle(),
                        first.getWidth(),
                        first.getHeight(),
                        next.getTitle(),
                        next.getWidth(),
                        next.getHeight());
            }
            first = first == null ? next : first;
        }
        return Map.of();
    }

    private static boolean sameSize(ImagePlus a, ImagePlus b) {
        return a.getWidth() == b.getWidth() && a.getHeight() == b.getHeight();
    }

    /** Returns an image, or null if it cannot be read, as its run will say. */
    private static @Nullable ImagePlus found(@Nullable Path file) {
        try {
            return file == null ? null : ImageSource.find(file.toString());
        } catch (StencilException e) {
            return null; // its own run says why
        }
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
