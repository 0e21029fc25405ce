// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.graph;

/** What training makes small. Each is a mean over pixels, or over classes, and 0 at best. */
public enum Loss {
    /** The sum of {@link #CROSS_ENTROPY} and {@link #DICE}. */
    CROSS_ENTROPY_AND_DICE("Cross-entropy + Dice"),
    /** Minus the logarithm of the true class's probability, weighted by pixel. */
    CROSS_ENTROPY("Cross-entropy"),
    /** The same, weighted by the inverse frequency of the pixel's class, too. */
    WEIGHTED_CROSS_ENTROPY("Weighted cross-entropy"),
    /** One minus the soft Dice coefficient of each class but the background, over the whole batch (Milletari 2016). */
    DICE("Dice"),
    /** Cross-entropy times (1 - p)^2, which plays down what is already right (Lin 2017). */
    FOCAL("Focal");

    private final String label;

    Loss(String label) {
        this.label = label;
    }

    /** Returns the words that dialogs, macros and the command line use. */
    @Override
    public String toString() {
        return label;
    }
}
