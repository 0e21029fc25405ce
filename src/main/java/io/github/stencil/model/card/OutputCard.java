// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.card;

import io.github.stencil.StencilException;
import io.github.stencil.model.step.Activation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a card says of one of a network's outputs; null or empty where it is silent.
 *
 * @param name the output's name; empty for whatever outputs there are
 * @param axes its axes, a letter each
 * @param meaning what its values are
 * @param activation what makes probabilities of logits
 * @param classes names of the classes, from class 0 on
 */
public record OutputCard(
        String name, @Nullable String axes, Meaning meaning, Activation activation, List<String> classes) {
    /** An output of which nothing is said. */
    static final OutputCard SILENT = new OutputCard("", null, Meaning.UNKNOWN, Activation.NONE, List.of());

    /** Checks that an activation follows logits. */
    public OutputCard {
        classes = List.copyOf(classes);
        if (activation != Activation.NONE) {
            if (meaning != Meaning.LOGITS && meaning != Meaning.UNKNOWN) {
                throw StencilException.of(
                        "The model's card says that the output is %s, and then gives it the activation %s, which is for logits. Remove one of the two.",
                        meaning, activation);
            }
            meaning = Meaning.LOGITS;
        }
    }

    /** Returns the same of an output of another name. */
    public OutputCard named(String other) {
        return new OutputCard(other, axes, meaning, activation, classes);
    }
}
