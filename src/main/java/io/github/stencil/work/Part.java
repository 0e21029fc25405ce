// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.work;

/** The parts of long work. */
public enum Part {
    /** What the work is for: the command, its options, its inputs. */
    JOB,
    /** The steps that write pixels of the result, whose receipts go when the result is begun anew. */
    IMAGE,
    /** The result block by block. */
    BLOCKS,
    /** The label map of a plane or volume whose objects were found. */
    WRITING,
    /** A coarser level of the result. */
    LEVEL,
    /** How an image is cut for a network. */
    TILES,
    /** What the pixels of planes or volumes are scaled by. */
    SCALES,
    /** Class maps in which objects are then found. */
    CLASSES,
    /** The objects of a plane or a volume, in passes. */
    OBJECTS,
    /** The labels of an image. */
    LABELS,
    /** The pairs of labels of two label maps. */
    PAIRS,
    /** The pairs of labels of the truth and a second prediction. */
    PAIRS_OF_THE_SECOND,
    /** The pairs of labels of a time-lapse whose tracks are scored. */
    PAIRS_OF_TRACKS,
    /** A piece of a step. */
    PIECE
}
