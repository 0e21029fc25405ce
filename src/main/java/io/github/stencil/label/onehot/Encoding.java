// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.onehot;

import io.github.stencil.image.PixelType;

/** How a categorical stack says that a pixel is of a class; 0 says that it is not. */
public enum Encoding {
    /** 1 in 32-bit. */
    ONE_FLOAT("0/1 32-bit", PixelType.FLOAT32, 1),
    /** 1 in 8-bit. */
    ONE_BYTE("0/1 8-bit", PixelType.UINT8, 1),
    /** 255 in 8-bit, as ImageJ's binary images. */
    FULL_BYTE("0/255 8-bit", PixelType.UINT8, 255);

    private final String label;
    private final PixelType type;
    private final int on;

    Encoding(String label, PixelType type, int on) {
        this.label = label;
        this.type = type;
        this.on = on;
    }

    /** Returns what the stack's pixels are. */
    public PixelType type() {
        return type;
    }

    /** Returns the value of a pixel in the plane of its class. */
    public int on() {
        return on;
    }

    /** Returns the words that dialogs, macros and the command line use. */
    @Override
    public String toString() {
        return label;
    }
}
