package io.github.stencil.label;

import io.github.stencil.axes.Extent;

/** Whether objects are sought in each plane of a stack, or in the volume of each frame. */
public enum Space {
    /** Each plane on its own. */
    PLANES("2D"),
    /** All slices of a frame together. */
    VOLUMES("3D");

    private final String label;

    Space(String label) {
        this.label = label;
    }

    /** Returns how many planes are worked on together. */
    int depth(Extent extent) {
        return this == PLANES ? 1 : extent.slices();
    }

    /** Returns the words that dialogs, macros and the command line use. */
    @Override
    public String toString() {
        return label;
    }
}
