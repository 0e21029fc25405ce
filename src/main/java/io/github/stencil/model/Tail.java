// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import io.github.stencil.model.card.Meaning;
import io.github.stencil.model.step.Activation;
import io.github.stencil.model.step.Step;
import java.util.List;

/**
 * What is made of a network's output.
 *
 * @param tensor the output
 * @param labels whether it is labels already
 * @param after the steps that a package puts behind it
 * @param activation what makes probabilities of what these give
 */
record Tail(String tensor, boolean labels, List<Step> after, Activation activation) {
    Tail {
        after = List.copyOf(after);
    }

    /** Returns what is made of one of a model's outputs. */
    static Tail of(ModelHead head) {
        return new Tail(
                head.signature().outputTensor(),
                head.taken() == Meaning.LABELS,
                head.after(),
                head.said().activation());
    }
}
