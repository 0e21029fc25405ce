// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.measure;

import java.nio.ByteBuffer;
import java.util.Arrays;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;

/** Where the pixels of a label lie in one image of a stack, and how many there are. */
final class LabelBox {
    /** How many bytes {@link #write} appends. */
    static final int BYTES = 7 * Integer.BYTES + Long.BYTES;

    private final int label;
    private final int[] min = new int[3]; // x, y, z
    private final int[] max = new int[3];
    private long pixels;

    LabelBox(int label) {
        this.label = label;
        Arrays.fill(min, Integer.MAX_VALUE);
        Arrays.fill(max, -1);
    }

    /** Adds a run of pixels along X. */
    void add(int x, int y, int z, int length) {
        stretch(0, x, x + length - 1);
        stretch(1, y, y);
        stretch(2, z, z);
        pixels += length;
    }

    /** Adds pixels of the same label elsewhere. */
    void add(LabelBox other) {
        for (int axis = 0; axis < 3; axis++) {
            stretch(axis, other.min[axis], other.max[axis]);
        }
        pixels += other.pixels;
    }

    private void stretch(int axis, int from, int to) {
        min[axis] = Math.min(min[axis], from);
        max[axis] = Math.max(max[axis], to);
    }

    /** Returns the label, in 32 bits without a sign. */
    int label() {
        return label;
    }

    long pixels() {
        return pixels;
    }

    /** Returns the smallest region [X, Y, Z] that holds all pixels. */
    Interval region() {
        return new FinalInterval(new long[] {min[0], min[1], min[2]}, new long[] {max[0], max[1], max[2]});
    }

    void write(ByteBuffer into) {
        into.putInt(label);
        for (int axis = 0; axis < 3; axis++) {
            into.putInt(min[axis]).putInt(max[axis]);
        }
        into.putLong(pixels);
    }

    static LabelBox read(ByteBuffer from) {
        LabelBox box = new LabelBox(from.getInt());
        for (int axis = 0; axis < 3; axis++) {
            box.min[axis] = from.getInt();
            box.max[axis] = from.getInt();
        }
        box.pixels = from.getLong();
        return box;
    }
}
