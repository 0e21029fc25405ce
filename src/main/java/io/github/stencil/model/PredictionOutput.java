// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

/** What a prediction gives. */
public enum PredictionOutput {
    /** A label per pixel: the likeliest class, 1 where a single probability reaches the threshold, or the model's own. */
    LABELS("Labels", "labels"),
    /** 255 where the label is not 0, else 0. */
    MASK("Mask", "mask"),
    /** A channel per class with its probability. */
    PROBABILITIES("Probabilities", "probabilities"),
    /**
     * What objects are made of: where the model gives probabilities, those of each class but background, as shares of
     * 65,535; else a class per pixel as {@link #LABELS}.
     */
    OBJECTS("Objects", "objects"),
    /** What the network gives, whatever it means. */
    RAW("Raw", "raw");

    private final String label;
    private final String suffix;

    PredictionOutput(String label, String suffix) {
        this.label = label;
        this.suffix = suffix;
    }

    /** Returns what is appended to the image's title. */
    public String suffix() {
        return suffix;
    }

    /** Returns the word that dialogs, macros and the command line use. */
    @Override
    public String toString() {
        return label;
    }
}
