// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.onehot;

import io.github.stencil.image.Extent;

/** The axis along which a categorical stack has its classes. */
public enum ClassAxis {
    /** Channels if the image has more than one, else slices. */
    AUTOMATIC("Automatic"),
    /** A channel per class. */
    CHANNELS("Channels"),
    /** A slice per class. */
    SLICES("Slices");

    private final String label;

    ClassAxis(String label) {
        this.label = label;
    }

    /** Returns what {@link #AUTOMATIC} means for an image; the others mean themselves. */
    ClassAxis in(Extent image) {
        return this == AUTOMATIC ? image.channels() > 1 || image.slices() == 1 ? CHANNELS : SLICES : this;
    }

    /** Returns the axis in intervals [X, Y, C, Z, T]. */
    int dimension() {
        return this == SLICES ? 3 : 2;
    }

    /** Returns how many groups of planes of classes follow one another in an image's pixels. */
    int groups(Extent image) {
        return this == SLICES ? image.frames() : image.slices() * image.frames();
    }

    /** Returns an extent with other classes along this axis. */
    Extent with(Extent image, int classes) {
        return this == SLICES ? image.withSlices(classes) : image.withChannels(classes);
    }

    /** Returns the words that dialogs, macros and the command line use. */
    @Override
    public String toString() {
        return label;
    }
}
