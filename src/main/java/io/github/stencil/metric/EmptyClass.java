// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

/** What a score is worth where there is nothing to score: a class in neither map, or any other ratio of 0 to 0. */
public enum EmptyClass {
    /** Undefined: NaN in the table, and left out of means. */
    SKIP("Skip", Double.NaN),
    /** Perfect: nothing was there and nothing was found. */
    ONE("One", 1),
    /** Failed. */
    ZERO("Zero", 0);

    private final String label;
    private final double value;

    EmptyClass(String label, double value) {
        this.label = label;
        this.value = value;
    }

    /** Returns what the score is: NaN, 1 or 0. */
    public double value() {
        return value;
    }

    /** Returns the words that dialogs, macros and the command line use. */
    @Override
    public String toString() {
        return label;
    }

    double ratio(long numerator, long denominator) {
        return ratio((double) numerator, (double) denominator);
    }

    /** Returns a ratio, or what this rule says of one to 0. */
    public double ratio(double numerator, double denominator) {
        return denominator == 0 ? value : numerator / denominator;
    }
}
