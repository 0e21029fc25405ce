package io.github.stencil.unet;

/** All that a step changes: weights, the optimizer's moments, and how many steps there were. Not to be changed. */
final class NetworkState {
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
    NetworkState(Weights weights, float[] first, float[] second, long step) {
        this.weights = weights;
        this.first = first;
        this.second = second;
        this.step = step;
    }

    /** Returns the state before the first step. */
    static NetworkState start(Weights weights) {
        int size = weights.values().length;
        return new NetworkState(weights, new float[size], new float[size], 0);
    }

    Weights weights() {
        return weights;
    }

    float[] first() {
        return first;
    }

    float[] second() {
        return second;
    }

    long step() {
        return step;
    }
}
