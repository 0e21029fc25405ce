// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.field;

/** An output that is larger or smaller than the image: no mask of it. */
public final class OtherSizeException extends UnreadableGraphException {
    private static final long serialVersionUID = 1;

    OtherSizeException(String what) {
        super(what);
    }
}
