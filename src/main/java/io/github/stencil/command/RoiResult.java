// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import ij.ImagePlus;
import ij.gui.Roi;
import java.util.List;

/**
 * ROIs that a command has made; the door that it came through puts them in their place.
 *
 * @param rois named and positioned
 * @param image what they belong to, whose overlay they may become
 * @param place where they go
 * @param replace whether what is there goes; if not they are added to it
 */
public record RoiResult(List<Roi> rois, ImagePlus image, RoiPlace place, boolean replace) {
    /** Copies the list. */
    public RoiResult {
        rois = List.copyOf(rois);
    }
}
