// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import io.github.stencil.model.step.Normalization;
import java.util.Optional;

/** How a user says that pixels are scaled before a network sees them. */
public enum NormalizationChoice {
    /** As the model's card says, or as is usual where it has none. */
    FROM_MODEL("From model", Optional.empty()),
    /** Percentiles 1 and 99.8 of each plane and channel become 0 and 1. */
    PERCENTILES(Normalization.Method.PERCENTILES),
    /** Mean 0 and deviation 1. */
    MEAN_AND_DEVIATION(Normalization.Method.MEAN_AND_DEVIATION),
    /** The type's full value becomes 1. */
    FULL_RANGE(Normalization.Method.FULL_RANGE),
    /** Not at all. */
    NONE(Normalization.Method.NONE);

    private final String label;
    private final Optional<Normalization.Method> method;

    NormalizationChoice(Normalization.Method method) {
        this(method.toString(), Optional.of(method));
    }

    NormalizationChoice(String label, Optional<Normalization.Method> method) {
        this.label = label;
        this.method = method;
    }

    /** Returns the way to scale; empty for the model's own. */
    public Optional<Normalization> normalization() {
        return method.map(Normalization::of);
    }

    /** Returns the words that dialogs, macros and the command line use. */
    @Override
    public String toString() {
        return label;
    }
}
