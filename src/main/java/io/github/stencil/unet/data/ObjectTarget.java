// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

/** What class 2 of a network for objects is; class 1 are the objects' other pixels, class 0 is background. */
public enum ObjectTarget {
    /**
     * The pixels of an object near another one, and nothing else: that is all that parts objects. They, and the background
     * between two objects, count five times.
     */
    TOUCHING("touching", 5),
    /** The inner boundary of each object, which shares an edge (in 3D a face) with another label or the background. */
    RING("ring", 1);

    private final String label;
    private final float weight;

    ObjectTarget(String label, float weight) {
        this.label = label;
        this.weight = weight;
    }

    /** Returns how often a pixel counts where objects meet. */
    float weight() {
        return weight;
    }

    /** Returns the word that cards use. */
    @Override
    public String toString() {
        return label;
    }
}
