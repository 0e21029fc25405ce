// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import io.github.stencil.work.Key;
import io.github.stencil.work.Part;
import io.github.stencil.work.Receipts;
import io.github.stencil.work.WorkStep;
import io.github.stencil.work.Workplace;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Passes over the blocks of one image of a stack. What each finds is written down by block, and what follows from all
 * blocks once, so that work that was cut short goes on where it ended, and other processes can do some of the blocks. An
 * image of one block is done by this process at once.
 */
final class Passes {
    private final BlockedImage image;
    private final Workplace work;
    private final Listener listener;

    /** What each block is asked. */
    enum Pass {
        COMPONENTS,
        GROWN,
        BACKGROUND,
        HOLES,
        BOXES,
        PARTS,
        SUMS
    }

    /** What is written down beside the notes of blocks. */
    enum Found {
        KIND,
        HIGHEST,
        THRESHOLD,
        LABELS,
        SHELL,
        NOTES,
        IDS,
        BOXES,
        OWNERS,
        NUMBERS
    }

    /** Hears each block of each pass. */
    @FunctionalInterface
    interface Listener {
        void heard();
    }

    /** Prepares passes over an image whose objects are sought in a place. */
    Passes(BlockedImage image, Workplace place, Listener listener) {
        this.image = image;
        this.listener = listener;
        // what stays in memory nobody else can read, nor anybody later
        boolean kept = place.isLasting() && !image.isOneBlock();
        work = kept ? place.at(Part.OBJECTS, image.slice(), image.frame()) : Workplace.memory();
    }

    BlockedImage image() {
        return image;
    }

    Listener listener() {
        return listener;
    }

    /** Returns a pass over all blocks. */
    WorkStep step(Pass pass, int... round) {
        return work.step(image.blocks().size(), pass, round);
    }

    /** Has a note made of each block. */
    void notes(WorkStep step, IntFunction<byte[]> make) {
        work.notes(step, block -> {
            listener.heard();
            return make.apply(block);
        });
    }

    /** Returns the note of a block, which has been made. */
    byte[] note(WorkStep step, int block) {
        return work.note(step, block);
    }

    /** Returns what a pass writes down, beside its notes too. */
    Receipts written(WorkStep step) {
        return work.written(step);
    }

    /** Returns what follows from all blocks; whoever needs it later reads it. */
    int[] once(Found what, Supplier<int[]> find) {
        return work.receipts().onceInts(Key.of(what), find);
    }
}
