// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor;

/** How exactly a network computes. */
public enum Precision {
    /** Mixed where it is known to change next to nothing, else full. */
    AUTOMATIC("Automatic"),
    /** 32-bit floating point throughout. */
    FULL("Full"),
    /** TensorFlow rewrites what tolerates it to bfloat16 (CPU) or float16 (GPU): faster where the chip has it. */
    MIXED("Mixed");

    private final String label;

    Precision(String label) {
        this.label = label;
    }

    /** Returns the word that dialogs, macros and the command line use. */
    @Override
    public String toString() {
        return label;
    }
}
