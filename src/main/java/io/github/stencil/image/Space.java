// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

/** What counts as one image of a stack: objects are sought and scores are made in each plane, or in the volume of each frame. */
public enum Space {
    /** Each plane. */
    PLANES("2D"),
    /** The volume of each frame. */
    VOLUMES("3D");

    private final String label;

    Space(String label) {
        this.label = label;
    }

    /** Returns the words that dialogs, macros and the command line use. */
    @Override
    public String toString() {
        return label;
    }

    /** Returns how many images a stack holds. */
    public int images(Extent extent) {
        return this == PLANES ? extent.slices() * extent.frames() : extent.frames();
    }

    /** Returns the place of a plane's image, in stack order. */
    public int image(Extent extent, int slice, int frame) {
        return this == PLANES ? slice + extent.slices() * frame : frame;
    }

    /** Returns the first slice of an image. */
    public int firstSlice(Extent extent, int image) {
        return this == PLANES ? image % extent.slices() : 0;
    }

    /** Returns how many slices an image has. */
    public int depth(Extent extent) {
        return this == PLANES ? 1 : extent.slices();
    }

    /** Returns the frame of an image. */
    public int frame(Extent extent, int image) {
        return this == PLANES ? image / extent.slices() : image;
    }

    /** Returns the name of an image: the stack's stem, and where in the stack it is, along the axes that it has. */
    public String name(String stem, Extent extent, int image) {
        StringBuilder name = new StringBuilder(stem);
        boolean planes = this == PLANES && extent.slices() > 1;
        if (planes) {
            name.append(" z").append(image % extent.slices() + 1);
        }
        if (extent.frames() > 1) {
            name.append(" t").append(frame(extent, image) + 1);
        }
        return name.toString();
    }
}
