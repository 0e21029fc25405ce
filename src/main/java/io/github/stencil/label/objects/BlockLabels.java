// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import io.github.stencil.StencilException;
import io.github.stencil.work.Key;
import io.github.stencil.work.Receipts;
import io.github.stencil.work.WorkStep;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;

/**
 * Labels of an image that is worked on block by block. Labels up to a number mean the same in all blocks; those beyond it
 * each block numbers for itself, and what they are called in the whole image is found out when all blocks are there, and
 * looked up when labels are read. An image of one block stays an array; others are written down, run by run. For one
 * thread.
 */
final class BlockLabels {
    /** So many can be written down at once. */
    private static final int MOST_PIECES = 500_000_000;

    private static final int KEPT_BLOCKS = 4;
    private static final long KEPT_SHELL_LABELS = 1 << 24;

    private final Passes passes;
    private final BlockedImage image;
    private final Receipts receipts;
    private final WorkStep step;
    private final int common;
    private final int[][] notes;
    private int[] names = {};
    private int[] bases = {};
    private final Map<Integer, int[]> blocks = kept(KEPT_BLOCKS);
    private final Map<Integer, Shell> shells;

    /**
     * Begins, or goes on with what an earlier process has written.
     *
     * @param step in which they are written
     * @param common up to which labels mean the same in all blocks
     */
    BlockLabels(Passes passes, WorkStep step, int common) {
        this.passes = passes;
        this.common = common;
        this.step = step;
        image = passes.image();
        receipts = passes.written(step);
        notes = new int[image.blocks().size()][];
        int shell = Shell.length(image.grid(0), image.depth() == 1);
        shells = kept((int) Math.max(KEPT_BLOCKS, KEPT_SHELL_LABELS / shell));
    }

    /**
     * Has the blocks made that are not there.
     *
     * @param make makes a block, and calls {@link #put}
     */
    void fill(IntConsumer make) {
        passes.notes(step, block -> {
            make.accept(block);
            return Receipts.bytes(notes[block]);
        });
        int[] all = once(Passes.Found.NOTES, this::join); // to read one file instead of many
        for (int block = 0, at = 0; block < notes.length; at += 1 + all[at], block++) {
            notes[block] = Arrays.copyOfRange(all, at + 1, at + 1 + all[at]);
        }
    }

    /** Returns what follows from all blocks; whoever needs it later reads it. */
    int[] once(Passes.Found what, Supplier<int[]> find) {
        return receipts.onceInts(Key.of(what), find);
    }

    /** Returns whether what follows from all blocks has been found. */
    boolean knows(Passes.Found what) {
        return receipts.contains(Key.of(what));
    }

    /** Returns the notes of all blocks, each after its length. */
    private int[] join() {
        return IntStream.range(0, notes.length)
                .mapToObj(block -> notes[block] != null ? notes[block] : Receipts.ints(passes.note(step, block)))
                .flatMapToInt(note -> IntStream.concat(IntStream.of(note.length), Arrays.stream(note)))
                .toArray();
    }

    /**
     * Writes a block.
     *
     * @param labels no longer the caller's
     * @param count how many labels the block numbers for itself
     * @param about what else is to be known about the block
     */
    void put(int block, int[] labels, int count, int... about) {
        int[] note = new int[about.length + 1];
        note[0] = count;
        System.arraycopy(about, 0, note, 1, about.length);
        notes[block] = note;
        if (image.isOneBlock()) {
            blocks.put(block, labels);
            return;
        }
        Shell shell = Shell.of(labels, image.grid(block), image.depth() == 1);
        receipts.put(Key.of(Passes.Found.SHELL, block), RunLengthCode.encode(shell.labels()));
        receipts.put(Key.of(Passes.Found.LABELS, block), RunLengthCode.encode(labels));
    }

    /** Returns what was written about a block: how many labels it numbers for itself, then what else. */
    int[] notes(int block) {
        return notes[block];
    }

    /** Returns where the labels of a block begin among those of all blocks, one after the other. */
    int base(int block) {
        if (bases.length == 0) {
            bases = new int[notes.length + 1];
            for (int i = 0; i < notes.length; i++) {
                bases[i + 1] = bases[i] + notes[i][0];
                if (bases[i + 1] < 0 || bases[i + 1] > MOST_PIECES) {
                    throw new StencilException(
                            "There are more than 500,000,000 pieces of objects, which cannot be numbered. Raise the threshold, or smooth the image first.");
                }
            }
        }
        return bases[block];
    }

    /** Returns how many labels all blocks have together. */
    int total() {
        return base(notes.length);
    }

    /**
     * Says what labels are called from now on, where there are several blocks.
     *
     * @param called by place among those of all blocks; the first label of a block is at its base
     */
    void rename(int... called) {
        names = called;
        shells.clear();
        blocks.clear();
    }

    private void rename(int block, int... labels) {
        if (names.length == 0) {
            return;
        }
        int base = base(block) - common - 1;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] > common) {
                labels[i] = names[base + labels[i]];
            }
        }
    }

    private int[] block(int block) {
        int[] kept = blocks.get(block);
        if (kept == null) {
            kept = decode(block, Passes.Found.LABELS, image.grid(block).pixels());
            rename(block, kept);
            blocks.put(block, kept);
        }
        return kept;
    }

    /** Returns the labels of a block as it numbers them itself, only to be read. */
    int[] own(int block) {
        return image.isOneBlock()
                ? block(block)
                : decode(block, Passes.Found.LABELS, image.grid(block).pixels());
    }

    /** Returns what a label that a block numbers itself is called in the whole image. */
    int called(int block, int label) {
        return names.length == 0 ? label : names[base(block) - common - 1 + label];
    }

    /** Returns the labels of a region; a copy, unless the image is one block and the region is all of it. */
    int[] read(Interval region) {
        if (image.isOneBlock() && Intervals.equals(region, image.blocks().get(0))) {
            return block(0);
        }
        int[] labels = new int[BlockedImage.grid(region).pixels()];
        for (int number : image.blocks().touching(region)) {
            copy(block(number), image.blocks().get(number), region, labels);
        }
        return labels;
    }

    /** Returns the labels of a part of a region. */
    static int[] crop(int[] labels, Interval region, Interval part) {
        int[] cropped = new int[BlockedImage.grid(part).pixels()];
        copy(labels, region, part, cropped);
        return cropped;
    }

    /** Copies what two regions have in common. */
    static void copy(int[] source, Interval block, Interval region, int... labels) {
        Grid from = BlockedImage.grid(block);
        Grid into = BlockedImage.grid(region);
        Interval both = Intervals.intersect(block, region);
        for (long z = both.min(2); z <= both.max(2); z++) {
            for (long y = both.min(1); y <= both.max(1); y++) {
                System.arraycopy(
                        source,
                        from.index(both.min(0) - block.min(0), y - block.min(1), z - block.min(2)),
                        labels,
                        into.index(both.min(0) - region.min(0), y - region.min(1), z - region.min(2)),
                        (int) both.dimension(0));
            }
        }
    }

    /** Returns the outermost pixels of a block. */
    Shell shell(int block) {
        return shells.computeIfAbsent(block, number -> {
            Grid grid = image.grid(number);
            boolean flat = image.depth() == 1;
            int[] labels = decode(number, Passes.Found.SHELL, Shell.length(grid, flat));
            rename(number, labels);
            return new Shell(grid, labels);
        });
    }

    private int[] decode(int block, Passes.Found what, int length) {
        int[] labels = new int[length];
        RunLengthCode.decode(receipts.find(Key.of(what, block)).orElseThrow(), labels);
        return labels;
    }

    private static <V> Map<Integer, V> kept(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, V> eldest) {
                return size() > most;
            }
        };
    }
}
