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
 * @param target what class 2 is where objects are learned
 * @param meeting where objects meet
 */
record Targets(Task task, LabelSet ignored, boolean masks, ObjectTarget target, MeetingPlaces meeting) {
    /** More labels than this are objects, not classes. */
    static final int MOST_CLASSES = 64;

    /** The class of a pixel that does not count. */
    static final int IGNORED = -1;

    static final int INTERIOR = 1;
    static final int BORDER = 2;

    /** The label of the foreground of masks. */
    static final int MASK = 255;

    /** Returns the targets of planes, or of volumes whose voxels are as deep as wide. */
    static Targets of(Task task, LabelSet ignored, ObjectTarget target) {
        return new Targets(task, ignored, false, target, new MeetingPlaces(1));
    }

    /** Returns the same targets where 255 is class 1, or is not. */
    Targets withMasks(boolean whether) {
        return new Targets(task, ignored, whether, target, meeting);
    }

    /** Returns how many pixels round a pixel decide about its class. */
    int margin() {
        return task == Task.OBJECTS ? (target == ObjectTarget.RING ? 1 : MeetingPlaces.REACH) : 0;
    }

    /**
     * What a network is to learn of a block.
     *
     * @param classes [D, H, W], {@link #IGNORED} where a pixel does not count
     * @param weights [D, H, W], what a pixel counts; 0 where it does not
     */
    @SuppressWarnings("ArrayRecordComponent") // local to the making of a patch, and never compared
    record Pixels(int[] classes, float[] weights) {
        /** Lets pixels not count, [H, W] the same in all slices. */
        void ignore(boolean... plane) {
            for (int i = 0; i < classes.length; i++) {
                if (plane[i % plane.length]) {
                    classes[i] = IGNORED;
                    weights[i] = 0;
                }
            }
        }
    }

    /** Returns the class and the weight of each pixel of a block; see {@link #classes}. */
    Pixels pixels(int[] labels, int width, int height, int depth) {
        boolean[] meet = meeting(labels, width, height, depth);
        int[] classes = classes(labels, width, height, depth, meet);
        float[] weights = new float[classes.length];
        for (int i = 0; i < weights.length; i++) {
            float counts = meet.length > 0 && meet[i] ? target.weight() : 1;
            weights[i] = classes[i] == IGNORED ? 0 : counts;
        }
        return new Pixels(classes, weights);
    }

    private boolean[] meeting(int[] labels, int width, int height, int depth) {
        if (task != Task.OBJECTS || target != ObjectTarget.TOUCHING) {
            return new boolean[0];
        }
        int[] objects = labels;
        if (!ignored.isEmpty()) {
            objects = labels.clone();
            for (int i = 0; i < objects.length; i++) {
                if (ignored.contains(Integer.toUnsignedLong(objects[i]))) {
                    objects[i] = 0;
                }
            }
        }
        return meeting.of(objects, width, height, depth);
    }

    /**
     * Returns the class of each pixel of a block, {@link #IGNORED} where it does not count.
     *
     * <p>An object's pixel is border where objects meet, see {@link MeetingPlaces}, or for {@link ObjectTarget#RING} where a
     * pixel of another label, background included, shares an edge (in 3D a face) with it. The block's own edges are no
     * borders; with mirrored surroundings, they are not even where the block is cut out of a larger one.
     *
     * @param labels [D, H, W], in 32 bits without a sign
     * @throws StencilException if one is a class that is plainly an object
     */
    int[] classes(int[] labels, int width, int height, int depth) {
        return classes(labels, width, height, depth, meeting(labels, width, height, depth));
    }

    private int[] classes(int[] labels, int width, int height, int depth, boolean... meet) {
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
                        boolean border = meet.length > 0
                                ? meet[at]
                                : (x > 0 && labels[at - 1] != label)
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
