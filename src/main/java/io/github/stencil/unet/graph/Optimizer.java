// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.graph;

/** How weights follow gradients. */
public enum Optimizer {
    /** Adam with weight decay apart from the gradient (Kingma and Ba 2015; Loshchilov and Hutter 2019). */
    ADAM("Adam"),
    /** Stochastic gradient descent with Nesterov's momentum. */
    SGD("SGD");

    private final String label;

    Optimizer(String label) {
        this.label = label;
    }

    /** Returns the word that dialogs, macros and the command line use. */
    @Override
    public String toString() {
        return label;
    }
}
