// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

/** What class a network's probabilities speak for. */
public final class Likeliest {
    private Likeliest() {}

    /**
     * Returns the class of a pixel: the first with the highest probability, or with one output 1 from a half on, else 0.
     *
     * @param first where the pixel's first probability is
     * @param step how far the next one is from there
     * @param outputs how many there are
     */
    public static int of(float[] probabilities, int first, int step, int outputs) {
        if (outputs == 1) {
            return probabilities[first] >= 0.5f ? 1 : 0;
        }
        int best = 0;
        for (int k = 1; k < outputs; k++) {
            best = probabilities[first + k * step] > probabilities[first + best * step] ? k : best;
        }
        return best;
    }
}
