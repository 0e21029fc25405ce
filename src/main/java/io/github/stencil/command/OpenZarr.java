// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import ij.CompositeImage;
import ij.ImagePlus;
import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.zarr.OmeZarr;
import java.io.File;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Opens an OME-Zarr image as a virtual stack, or copies it into memory or a file. */
@Plugin(
        type = Command.class,
        name = "open-zarr",
        menuPath = "Plugins>Stencil>Open OME-Zarr...",
        description = "Opens an OME-Zarr image as a virtual stack, or copies it into memory or another file.",
        headless = true,
        attrs = @Attr(name = "no-legacy"))
public class OpenZarr extends StencilCommand {
    @Parameter(
            label = "File",
            style = "both",
            persist = false,
            description = "An OME-Zarr folder or zip, or a place in it such as cells.ome.zarr/labels/nuclei")
    private File file;

    @Parameter(
            label = "Level",
            persist = false,
            min = "0",
            description = "Which resolution: 0 for the finest, 1 for the next coarser one")
    private Integer level = 0;

    @Parameter(
            label = "Virtual stack",
            persist = false,
            description = "Whether planes are read when they are shown, instead of all at once")
    private Boolean virtual = true;

    @Parameter(label = "Opened", type = ItemIO.OUTPUT)
    ImagePlus opened;

    @Override
    protected void execute(Progress progress) {
        AxisImage stored = OmeZarr.open(file.toPath(), level);
        if (hasPlace()) {
            opened = stored.copyTo(results(), progress).imagePlus();
            return;
        }
        ImagePlus shown = stored.imagePlus();
        shown.getProcessor(); // a plane that cannot be shown is refused here, not by a window
        if (virtual) {
            int mode = stored.description().composite();
            opened = mode == 0 ? shown : new CompositeImage(shown, mode);
        } else {
            opened = AxisImage.of(shown).copyTo(results(), progress).imagePlus();
        }
    }
}
