// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.run;

import io.github.stencil.StencilException;

/** Says that parts of one result are missing, while the others are done and kept for the next time. */
final class PartlyDone extends StencilException {
    private static final long serialVersionUID = 1;

    PartlyDone(String sentence) {
        super(sentence);
    }
}
