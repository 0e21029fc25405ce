// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.FileInfo;
import ij.plugin.frame.RoiManager;
import io.github.stencil.FileTrouble;
import io.github.stencil.StencilException;
import io.github.stencil.command.RoiPlace;
import io.github.stencil.command.RoiResult;
import io.github.stencil.image.Description;
import io.github.stencil.label.rois.RoiSet;
import java.awt.GraphicsEnvironment;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Puts a command's ROIs where they go. ROIs that a user has are kept unless the result says to replace them. */
public final class RoiDoor {
    private RoiDoor() {}

    /**
     * Puts ROIs into the ROI Manager, an overlay, or a file beside the image's own.
     *
     * @throws StencilException if there is no place for them
     */
    public static void show(RoiResult result) {
        RoiPlace place = result.place() != RoiPlace.AUTOMATIC
                ? result.place()
                : GraphicsEnvironment.isHeadless() ? RoiPlace.OVERLAY : RoiPlace.ROI_MANAGER;
        switch (place) {
            case OVERLAY -> overlay(result);
            case ROI_MANAGER -> manage(result);
            case FILE -> save(result, besideImage(result.image()));
            case AUTOMATIC -> throw new IllegalStateException();
        }
    }

    /** Adds ROIs to the overlay of their image. */
    static void overlay(RoiResult result) {
        ImagePlus image = result.image();
        Overlay overlay = result.replace() || image.getOverlay() == null ? new Overlay() : image.getOverlay();
        result.rois().forEach(overlay::add);
        image.setOverlay(overlay);
    }

    private static void manage(RoiResult result) {
        RoiManager manager = RoiManager.getInstance2();
        if (manager == null) {
            manager = new RoiManager();
        }
        if (result.replace()) {
            manager.reset();
        }
        for (Roi roi : result.rois()) {
            manager.add(roi, -1); // adds without asking, and keeps name and position
        }
    }

    private static void save(RoiResult result, Path zip) {
        List<Roi> all = new ArrayList<>(!result.replace() && Files.exists(zip) ? RoiSet.read(zip) : List.of());
        all.addAll(result.rois());
        try (PartFiles parts = new PartFiles()) {
            Path part = parts.begin(zip);
            write(all, part, zip);
            parts.finish(part, zip);
        }
    }

    /** Writes ROIs to a part of a file. */
    public static void write(List<Roi> rois, Path part, Path zip) {
        FileTrouble.writing(zip, () -> RoiSet.write(rois, part));
    }

    private static Path besideImage(ImagePlus image) {
        FileInfo file = image.getOriginalFileInfo();
        if (file == null || file.directory == null || !new File(file.directory).isDirectory()) {
            throw StencilException.of(
                    "\"%s\" is in no file, beside which its ROIs could be saved. Save it first, or choose ROI Manager.",
                    image.getTitle());
        }
        return Path.of(file.directory).resolve(Description.stem(image.getTitle()) + "-rois.zip");
    }
}
