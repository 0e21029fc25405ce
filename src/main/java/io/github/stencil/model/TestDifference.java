// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

/**
 * How far what a model makes of its own test input lies from its own test output.
 *
 * @param output the output's name
 * @param largest the largest difference of two values, NaN if one of them is no number and the other is another
 * @param low the smallest value of the test output
 * @param high its largest
 */
record TestDifference(String output, double largest, double low, double high) {
    /** How far off the output may be, as a share of the test output's range. */
    static final double MOST = 1e-3;

    /** Returns the difference as a share of the test output's range; of its largest value where all are the same. */
    double share() {
        double range = high > low ? high - low : Math.max(Math.abs(low), Math.abs(high));
        return largest == 0 ? 0 : largest / range;
    }

    /** Returns whether the output is what it should be. */
    boolean passed() {
        return share() <= MOST;
    }
}
