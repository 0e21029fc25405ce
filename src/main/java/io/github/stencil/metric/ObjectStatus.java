// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

/** What became of an object. */
public enum ObjectStatus {
    /** True and found. */
    MATCHED("matched"),
    /** True, and no prediction is its partner. */
    MISSED("missed"),
    /** Predicted, and no true object is its partner. */
    EXTRA("extra");

    private final String label;

    ObjectStatus(String label) {
        this.label = label;
    }

    /** Returns the word that tables and ROIs use. */
    @Override
    public String toString() {
        return label;
    }
}
