// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label;

/**
 * What the labels of one or many maps are, as far as looking at them tells: numbers of objects, or classes of pixels.
 *
 * <p>Labels number objects where nearly each is one component in its image and they hardly recur from map to map, where an
 * image has more than {@value #MANY} of them, or where the maps count from 1 to different numbers. They are
 * classes where a label has several components, where there is a single label, or where the same few labels with the same
 * sizes are in all maps. Few labels of one component each can be either.
 *
 * @param answer what they are
 * @param labels how many different labels were found; 0 does not count
 * @param masks whether the only label is 255, so that Classes reads a mask and Objects its components
 * @param reason why, in words that follow "because": "the 52 labels in 5 images are one component each"
 */
public record LabelKind(Answer answer, int labels, boolean masks, String reason) {
    /** Labels above so many in one image number objects. */
    public static final int MANY = 64;

    /** What labels can be. */
    public enum Answer {
        /** Each label is one object. */
        INSTANCES,
        /** Each label is a class of pixels. */
        CLASSES,
        /** It cannot be told. */
        UNKNOWN
    }
}
