// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.card;

import io.github.stencil.model.step.Step;
import java.util.List;

/** What a network's output values are. */
public enum Meaning {
    /** Probabilities from 0 to 1, per class or of the foreground. */
    PROBABILITIES("probabilities"),
    /** What a sigmoid or softmax makes probabilities of: the larger, the likelier; 0 is as likely as not for one channel. */
    LOGITS("logits"),
    /** Whole numbers, a label per pixel. */
    LABELS("labels"),
    /** Anything else, such as a denoised image. */
    VALUES("values"),
    /** Nobody says. */
    UNKNOWN("unknown");

    private final String label;

    Meaning(String label) {
        this.label = label;
    }

    /** Returns what values are after more steps. */
    public Meaning after(List<Step> steps) {
        Meaning meaning = this;
        for (Step step : steps) {
            boolean kept = step instanceof Step.Whole
                    || step instanceof Step.Truth
                    || (step instanceof Step.Clipped clipped
                            && meaning != LOGITS
                            && clipped.min() <= 0
                            && clipped.max() >= 1);
            boolean probable =
                    step instanceof Step.Sigmoid || step instanceof Step.Softmax || step instanceof Step.Binarized;
            meaning = probable ? PROBABILITIES : kept ? meaning : UNKNOWN;
        }
        return meaning;
    }

    /** Returns whether labels, and with them a mask, can be made of such values. */
    public boolean makesLabels() {
        return this == PROBABILITIES || this == LOGITS || this == LABELS;
    }

    /** Returns the word that a model's card uses. */
    @Override
    public String toString() {
        return label;
    }
}
