// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

/** How the learning rate changes from epoch to epoch. */
public enum Schedule {
    /** Halved whenever the validation IoU has not risen for a quarter of the patience, down to a thousandth. */
    PLATEAU("Plateau"),
    /** {@code rate (1 - epochs done / epochs)^0.9}, as nnU-Net has it. */
    POLYNOMIAL("Polynomial"),
    /** Stays. */
    CONSTANT("Constant");

    private static final double POWER = 0.9;
    private static final double SMALLEST = 1e-3;

    private final String label;

    Schedule(String label) {
        this.label = label;
    }

    /** Returns the word that dialogs, macros and the command line use. */
    @Override
    public String toString() {
        return label;
    }

    /** Returns the rate of an epoch, counted from 1; {@code halvings} counts how often a plateau was met. */
    double rate(double first, int epoch, int epochs, int halvings) {
        return switch (this) {
            case CONSTANT -> first;
            case POLYNOMIAL -> first * Math.pow(1 - (epoch - 1.0) / epochs, POWER);
            case PLATEAU -> first * Math.max(SMALLEST, Math.pow(0.5, halvings));
        };
    }
}
