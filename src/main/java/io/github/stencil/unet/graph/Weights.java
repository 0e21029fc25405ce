// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.graph;

/** What a network has learned, as its {@link ParameterLayout} orders it. The arrays are not copied, and not to be changed. */
public final class Weights {
    private final float[] values;
    private final float[] statistics;

    /**
     * Wraps weights.
     *
     * @param values all trainable numbers
     * @param statistics running means and variances; empty without batch normalisation
     */
    public Weights(float[] values, float[] statistics) {
        this.values = values;
        this.statistics = statistics;
    }

    /** Returns all trainable numbers. */
    public float[] values() {
        return values;
    }

    /** Returns the running means and variances; empty without batch normalisation. */
    public float[] statistics() {
        return statistics;
    }
}
