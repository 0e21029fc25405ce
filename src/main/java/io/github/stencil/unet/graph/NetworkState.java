// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.graph;

/** All that a step changes: weights, the optimizer's moments, and how many steps there were. Not to be changed. */
public final class NetworkState {
    private final Weights weights;
    private final float[] first;
    private final float[] second;
    private final long step;

    /**
     * Wraps a state.
     *
     * @param first moments, a number per weight
     * @param second moments of Adam; zero for SGD
     * @param step how many steps there were
     */
    public NetworkState(Weights weights, float[] first, float[] second, long step) {
        this.weights = weights;
        this.first = first;
        this.second = second;
        this.step = step;
    }

    /** Returns the state before the first step. */
    public static NetworkState start(Weights weights) {
        int size = weights.values().length;
        return new NetworkState(weights, new float[size], new float[size], 0);
    }

    /** Returns the weights and running statistics. */
    public Weights weights() {
        return weights;
    }

    /** Returns the first moments, a number per weight: of Adam the mean gradient, of SGD the velocity. */
    public float[] first() {
        return first;
    }

    /** Returns the second moments of Adam, a number per weight; zero for SGD. */
    public float[] second() {
        return second;
    }

    /** Returns how many steps there were. */
    public long step() {
        return step;
    }
}
