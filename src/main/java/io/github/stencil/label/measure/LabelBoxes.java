// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.measure;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.imglib2.Interval;

/** The boxes of all labels of one image of a stack, put together from its blocks. */
final class LabelBoxes {
    private final Map<Integer, LabelBox> boxes = new HashMap<>();

    /** Looks for the labels of a block. */
    static byte[] note(int[] labels, Interval block) {
        LabelBoxes found = new LabelBoxes();
        LabelBox[] last = {new LabelBox(0)};
        ObjectRuns.visit(labels, block, (label, at, length, x, y, z) -> {
            if (last[0].label() != label) {
                last[0] = found.boxes.computeIfAbsent(label, LabelBox::new);
            }
            last[0].add(x, y, z, length);
        });
        ByteBuffer note = ByteBuffer.allocate(Math.multiplyExact(found.boxes.size(), LabelBox.BYTES));
        found.boxes.values().forEach(box -> box.write(note));
        return note.array();
    }

    /** Adds what was found in a block. */
    void add(byte... note) {
        ByteBuffer from = ByteBuffer.wrap(note);
        while (from.hasRemaining()) {
            LabelBox box = LabelBox.read(from);
            boxes.computeIfAbsent(box.label(), LabelBox::new).add(box);
        }
    }

    /** Returns the boxes by label, rising. */
    List<LabelBox> all() {
        Map<Integer, LabelBox> sorted = new TreeMap<>(Integer::compareUnsigned);
        sorted.putAll(boxes);
        return List.copyOf(sorted.values());
    }
}
