package io.github.stencil.model;

/** What a network's output values are. */
public enum Meaning {
    /** Probabilities from 0 to 1, per class or of the foreground. */
    PROBABILITIES("probabilities"),
    /** Whole numbers, a label per pixel. */
    LABELS("labels"),
    /** Anything else, such as a denoised image. */
    VALUES("values"),
    /** Nobody says. */
    UNKNOWN("unknown");

    private final String label;

    Meaning(String label) {
        this.label = label;
    }

    /** Returns the word that a model's card uses. */
    @Override
    public String toString() {
        return label;
    }
}
