// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

/** What objects look like, which decides where touching ones are parted. */
public enum ObjectShape {
    /** Round or oval: a waist parts two objects. */
    ROUND("Round", Double.POSITIVE_INFINITY),
    /** Of any shape, bent and long ones among them: only what the network sees as a border, or a thin neck, parts two. */
    ANY("Any", 3);

    private final String label;
    private final double farthest;

    ObjectShape(String label, double farthest) {
        this.label = label;
        this.farthest = farthest;
    }

    /** Returns the distance to the outside, in pixels, beyond which it no longer counts. */
    double farthest() {
        return farthest;
    }

    @Override
    public String toString() {
        return label;
    }
}
