// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.mask;

import io.github.stencil.image.PixelType;

/** What the pixels of a masked image are. */
public enum MaskedType {
    /** As the image's own; integers are rounded half up and held within their range. */
    SAME("Same as image"),
    /** 32-bit floating point. */
    FLOAT("32-bit");

    private final String label;

    MaskedType(String label) {
        this.label = label;
    }

    /** Returns the type of the result for an image of a type. */
    public PixelType of(PixelType image) {
        return this == SAME ? image : PixelType.FLOAT32;
    }

    /** Returns the words that dialogs, macros and the command line use. */
    @Override
    public String toString() {
        return label;
    }
}
