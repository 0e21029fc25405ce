// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

/** What becomes of the pixels of classes. */
public enum PixelOutput {
    /** A table of statistics, a row per class and channel. */
    STATISTICS("Statistics"),
    /** A table of pixels, a row per pixel. */
    TABLE("Table"),
    /** An image with a column per pixel and a row per channel. */
    VECTOR("Vector image"),
    /** A plot with a line per class and channel. */
    HISTOGRAM("Histogram");

    private final String label;

    PixelOutput(String label) {
        this.label = label;
    }

    /** Returns the words that dialogs, macros and the command line use. */
    @Override
    public String toString() {
        return label;
    }
}
