// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.step;

import io.github.stencil.StencilException;

/**
 * How pixels are scaled before a network sees them; per plane and channel, over the whole plane.
 *
 * @param method how
 * @param low the lower percentile, for {@link Method#PERCENTILES}
 * @param high the upper percentile
 * @param clip whether values beyond 0 to 1 are set to 0 or 1 afterwards
 */
public record Normalization(Method method, double low, double high, boolean clip) {
    /** As StarDist's models and their kin are used: percentiles 1 and 99.8, not clipped. */
    public static final Normalization PERCENTILES = new Normalization(Method.PERCENTILES, 1, 99.8, false);

    /** Ways to scale. */
    public enum Method {
        /** {@code (x - low) / (high - low + 1e-6)}, with percentiles interpolated as numpy's are by default. */
        PERCENTILES("Percentiles"),
        /** {@code (x - mean) / (deviation + 1e-6)}, with the population's standard deviation. */
        MEAN_AND_DEVIATION("Mean and deviation"),
        /** {@code x} divided by the type's full value: 255, 65,535; 32-bit stays as it is. */
        FULL_RANGE("0 to 1"),
        /** The pixels as they are. */
        NONE("None");

        private final String label;

        Method(String label) {
            this.label = label;
        }

        /** Returns the words that dialogs, macros and the command line use. */
        @Override
        public String toString() {
            return label;
        }
    }

    /** Checks the percentiles. */
    public Normalization {
        if (!(low >= 0 && low < high && high <= 100)) {
            throw StencilException.of(
                    "The percentiles are %s and %s but must rise from 0 to 100. Correct the model's card.", low, high);
        }
    }

    /** Returns a way to scale with its usual settings. */
    public static Normalization of(Method method) {
        return new Normalization(method, PERCENTILES.low, PERCENTILES.high, false);
    }

    /** Returns the way in words. */
    @Override
    public String toString() {
        String how = method == Method.PERCENTILES ? method + " " + low + " and " + high : method.toString();
        return clip ? how + ", clipped" : how;
    }
}
