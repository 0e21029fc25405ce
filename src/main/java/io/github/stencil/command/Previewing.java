// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Roi;
import ij.process.ColorProcessor;
import io.github.stencil.Progress;
import java.util.List;

/** A command that can show what would become of an image before it is run. */
public interface Previewing {

    /**
     * What to lay over an image.
     *
     * @param image the image of the user, which is not changed
     * @param rois what to draw over the plane in view
     * @param words what to say about it, in a few words
     */
    record Preview(ImagePlus image, List<Roi> rois, String words) {
        /** Copies the list. */
        public Preview {
            rois = List.copyOf(rois);
        }

        /** Returns a preview that hides the plane in view behind another image of its size. */
        static Preview picture(ImagePlus image, ImagePlus result) {
            ColorProcessor colours =
                    new ColorProcessor(result.getImage()); // a buffered grey image would be drawn too bright
            return new Preview(image, List.of(new ImageRoi(0, 0, colours)), "Preview");
        }
    }

    /**
     * Computes the preview of what is in view, from the parameters as they are. Neither locks nor changes an image. Runs
     * off the event thread.
     *
     * @param progress stops the work when the preview is no longer wanted
     * @throws io.github.stencil.StencilException if the parameters do not fit
     */
    Preview preview(Progress progress);
}
