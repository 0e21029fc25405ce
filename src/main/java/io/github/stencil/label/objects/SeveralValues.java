// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import io.github.stencil.image.PixelType;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Finds out whether images have values other than 0 and one other number, so that their means tell something. */
final class SeveralValues {
    /** The length of {@link #note}. */
    static final int BYTES = Integer.BYTES + Float.BYTES;

    private boolean found;
    private float other = Float.NaN;

    /** Creates a finder with nothing found, unless the pixels are of a type that always tells something. */
    SeveralValues(PixelType type) {
        found = type == PixelType.FLOAT32;
    }

    boolean found() {
        return found;
    }

    /** Looks at values, if there are any. */
    void add(float @Nullable [] values) {
        for (int i = 0; values != null && !found && i < values.length; i++) {
            add(values[i]);
        }
    }

    private void add(float value) {
        if (value != 0 && value != other) {
            found |= !Float.isNaN(other);
            other = value;
        }
    }

    /** Adds what another has found. */
    void add(SeveralValues more) {
        found |= more.found;
        if (!Float.isNaN(more.other)) {
            add(more.other);
        }
    }

    /** Returns what has been found as bytes. */
    byte[] note() {
        return ByteBuffer.allocate(BYTES).putInt(found ? 1 : 0).putFloat(other).array();
    }

    /** Adds what {@link #note} has returned somewhere else. */
    void addNote(ByteBuffer note) {
        SeveralValues more = new SeveralValues(PixelType.UINT8);
        more.found = note.getInt() != 0;
        more.other = note.getFloat();
        add(more);
    }
}
