// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import io.github.stencil.StencilException;
import io.github.stencil.label.LabelSet;

/**
 * Turns labels into the classes that a network learns.
 *
 * @param task what labels mean
 * @param ignored labels whose pixels do not count
 * @param masks whether 255 is class 1
 */
record Targets(Task task, LabelSet ignored, boolean masks) {
    /** More labels than this are objects, not classes. */
    static final int MOST_CLASSES = 64;

    /** The class of a pixel that does not count. */
    static final int IGNORED = -1;

    static final int INTERIOR = 1;
    static final int BORDER = 2;

    /** The label of the foreground of masks. */
    static final int MASK = 255;

    /** Returns how many pixels round a pixel decide about its class. */
    int margin() {
        return task == Task.OBJECTS ? 1 : 0;
    }

    /**
     * Returns the class of each pixel of a block, {@link #IGNORED} where it does not count.
     *
     * <p>An object's pixel is border where a pixel of another label, background included, shares an edge (in 3D a face)
     * with it: the inner boundary. The block's own edges are no borders; with mirrored surroundings, they are not even
     * where the block is cut out of a larger one.
     *
     * @param labels [D, H, W], in 32 bits without a sign
     * @throws StencilException if one is a class that is plainly an object
     */
    int[] classes(int[] labels, int width, int height, int depth) {
        int[] classes = new int[labels.length];
        int last = Integer.MIN_VALUE;
        boolean lastIgnored = false;
        int at = 0;
        for (int z = 0; z < depth; z++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++, at++) {
                    int label = labels[at];
                    if (label != last) { // labels come in runs
                        last = label;
                        lastIgnored = ignored.contains(Integer.toUnsignedLong(label));
                        refuseObject(label, lastIgnored);
                    }
                    if (lastIgnored) {
                        classes[at] = IGNORED;
                    } else if (task == Task.CLASSES) {
                        classes[at] = masks && label == MASK ? 1 : label;
                    } else if (label != 0) {
                        boolean border = (x > 0 && labels[at - 1] != label)
                                || (x < width - 1 && labels[at + 1] != label)
                                || (y > 0 && labels[at - width] != label)
                                || (y < height - 1 && labels[at + width] != label)
                                || (z > 0 && labels[at - width * height] != label)
                                || (z < depth - 1 && labels[at + width * height] != label);
                        classes[at] = border ? BORDER : INTERIOR;
                    }
                }
            }
        }
        return classes;
    }

    /** Refuses what is no class but by its sign would be none that counts. */
    private void refuseObject(int label, boolean ignoredOne) {
        if (task == Task.CLASSES && label < 0 && !ignoredOne) {
            throw StencilException.of(
                    "There is the label %,d but classes are counted from 0 to %d at most. Number the classes from 0, or choose the task Objects if labels are objects.",
                    Integer.toUnsignedLong(label), MOST_CLASSES - 1);
        }
    }
}
