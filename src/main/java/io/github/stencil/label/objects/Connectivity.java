// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

/** Which pixels are neighbours. */
public enum Connectivity {
    /** Those that share an edge in 2D, a face in 3D. */
    FACES("4/6"),
    /** Those that share a corner too. */
    CORNERS("8/26");

    private final String label;

    Connectivity(String label) {
        this.label = label;
    }

    /** Returns the other one, which the background has so that a closed line parts inside and outside. */
    Connectivity dual() {
        return this == FACES ? CORNERS : FACES;
    }

    /** Returns the words that dialogs, macros and the command line use. */
    @Override
    public String toString() {
        return label;
    }
}
