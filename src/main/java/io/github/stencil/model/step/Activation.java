// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.step;

import java.util.List;

/** What turns logits into probabilities behind a network; nothing does unless a card says so. */
@SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
public enum Activation {
    /** Nothing: values stay as the network gives them. */
    NONE("none", List.of()),
    /** Each value by itself: {@code 1 / (1 + exp(-x))}. */
    SIGMOID("sigmoid", List.of(new Step.Sigmoid())),
    /** Over channels: {@code exp(x) / sum(exp(x))}. */
    SOFTMAX("softmax", List.of(new Step.Softmax()));

    private final String label;
    private final List<Step> steps;

    Activation(String label, List<Step> steps) {
        this.label = label;
        this.steps = steps;
    }

    /** Returns the activation as steps. */
    public List<Step> steps() {
        return steps;
    }

    /** Returns the word that a model's card uses. */
    @Override
    public String toString() {
        return label;
    }
}
