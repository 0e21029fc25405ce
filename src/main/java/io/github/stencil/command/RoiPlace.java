// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

/** Where ROIs go. */
public enum RoiPlace {
    /** The ROI Manager; without a display an overlay; on the command line a file. */
    AUTOMATIC("Automatic"),
    /** The overlay of the image they belong to. */
    OVERLAY("Overlay"),
    /** The ROI Manager. */
    ROI_MANAGER("ROI Manager"),
    /** A zip as the ROI Manager saves it; from a menu or macro it lies beside the image's own file. */
    FILE("File");

    private final String label;

    RoiPlace(String label) {
        this.label = label;
    }

    /** Returns the words that dialogs, macros and the command line use. */
    @Override
    public String toString() {
        return label;
    }
}
