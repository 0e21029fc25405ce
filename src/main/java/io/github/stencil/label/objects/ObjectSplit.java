// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import io.github.stencil.Progress;
import io.github.stencil.work.Key;
import io.github.stencil.work.WorkStep;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;
import org.jspecify.annotations.Nullable;

/**
 * Splits the objects of an image block by block: those that lie in one block there, and those that reach over several in
 * each of these, from their own surroundings, so that all blocks find the same parts.
 */
final class ObjectSplit {
    /** The boxes of so many objects are written down in one piece; those of more are put together where they are needed. */
    private static final int MOST_TOGETHER = 50_000_000;

    private final Passes passes;
    private final WorkStep step;
    private final BlockedImage image;
    private final SeededFlood split;
    private final ObjectFinder.Labels labels;
    private final int count;
    private @Nullable Boxes boxes;
    private @Nullable Sorted sorted;

    /**
     * Prepares to split.
     *
     * @param count the highest id
     */
    ObjectSplit(Passes passes, SeededFlood split, ObjectFinder.Labels labels, int count) {
        this.passes = passes;
        step = passes.step(Passes.Pass.BOXES);
        image = passes.image();
        this.split = split;
        this.labels = labels;
        this.count = count;
    }

    /**
     * What came of splitting.
     *
     * @param tooLarge how many objects were too large to be split
     * @param origins the object that each new id comes from; the first is that of the highest id before plus 1
     */
    record Result(int tooLarge, List<Integer> origins) {}

    /**
     * Writes the objects' parts: the first part of an object keeps its id, others get ids after the highest.
     *
     * @param into where parts beyond the first are numbered block by block
     */
    Result apply(BlockLabels into) {
        if (!image.isOneBlock()) {
            passes.notes(step, block -> note(image.blocks().get(block)));
            if (!into.knows(Passes.Found.IDS)) {
                boxes(); // for all who split
            }
        }
        into.fill(number -> {
            Sorted objects = sorted();
            split(number, objects.inside().get(number), objects.across().get(number), into);
        });
        int[] found = into.once(Passes.Found.IDS, () -> number(into));
        int added = found[1];
        if (!image.isOneBlock()) {
            into.rename(Arrays.copyOfRange(found, 2 + added, found.length));
        }
        return new Result(found[0], Arrays.stream(found, 2, 2 + added).boxed().toList());
    }

    private byte[] note(Interval block) {
        int[] found = labels.read(block);
        int[] ids = LocalIds.compact(found);
        Boxes here = new Boxes(image, ids.length);
        here.add(found, block);
        ByteBuffer note = ByteBuffer.allocate(Math.multiplyExact(ids.length, Integer.BYTES + Boxes.BYTES));
        for (int i = 1; i <= ids.length; i++) {
            note.putInt(ids[i - 1]);
            here.write(i, note);
        }
        return note.array();
    }

    private Boxes boxes() {
        Boxes all = boxes;
        if (all == null) {
            all = new Boxes(image, count);
            if (image.isOneBlock()) {
                all.add(labels.read(image.blocks().get(0)), image.blocks().get(0));
            } else if (count > MOST_TOGETHER) {
                all = join();
            } else {
                all.readAll(passes.written(step).once(Key.of(Passes.Found.BOXES), () -> join().writeAll()));
            }
        }
        boxes = all;
        return all;
    }

    private Boxes join() {
        Boxes all = new Boxes(image, count);
        Boxes one = new Boxes(image, 0);
        for (int b = 0; b < image.blocks().size(); b++) {
            ByteBuffer note = ByteBuffer.wrap(passes.note(step, b));
            while (note.hasRemaining()) {
                int id = note.getInt();
                one.read(0, note);
                all.add(id, one, 0);
            }
        }
        return all;
    }

    /** Objects by the block that each lies in, those that lie in several, and how many are not split. */
    private record Sorted(List<int[]> inside, List<int[]> across, int tooLarge) {}

    private Sorted sorted() {
        Sorted objects = sorted;
        if (objects == null) {
            objects = sort(boxes());
            sorted = objects;
        }
        return objects;
    }

    /** Sorts objects by the blocks that they are in. */
    private Sorted sort(Boxes boxes) {
        int tooLarge = 0;
        int blocks = image.blocks().size();
        Ids[] alone = new Ids[blocks];
        Ids[] shared = new Ids[blocks];
        for (int b = 0; b < blocks; b++) {
            alone[b] = new Ids();
            shared[b] = new Ids();
        }
        for (int id = 1; id <= count; id++) {
            if (SeededFlood.splits(boxes, id)) {
                int[] touched = image.blocks().touching(boxes.box(id));
                for (int b : touched) {
                    (touched.length == 1 ? alone : shared)[b].add(id);
                }
            } else if (boxes.area(id) > 1) {
                tooLarge++;
            }
        }
        return new Sorted(
                Arrays.stream(alone).map(Ids::toArray).toList(),
                Arrays.stream(shared).map(Ids::toArray).toList(),
                tooLarge);
    }

    private void split(int number, int[] inside, int[] across, BlockLabels into) {
        Boxes boxes = boxes();
        Interval block = image.blocks().get(number);
        int[] found = labels.read(block);
        Progress heard = (done, total) -> passes.listener().heard();
        List<SeededFlood.Parts> several = new ArrayList<>(split.within(found, block, inside, boxes, heard));
        List<Integer> near = new ArrayList<>(Arrays.stream(across).boxed().toList());
        // one after the other those for which the same blocks are read
        near.sort(Comparator.comparing(id -> Arrays.toString(image.blocks().touching(boxes.box(id)))));
        for (int id : near) {
            passes.listener().heard();
            Interval region = image.enlarged(boxes.box(id), 1);
            SeededFlood.Parts parts = split.parts(id, region, labels.read(region), region);
            if (parts.count() > 1) {
                several.add(parts);
            }
        }
        int[] about = new int
                [2 * several.stream().mapToInt(parts -> parts.count() - 1).sum()];
        int added = 0;
        for (SeededFlood.Parts parts : several) {
            paint(parts, found, block, count + added);
            for (int part = 2; part <= parts.count(); part++, added++) {
                about[2 * added] = parts.id();
                about[2 * added + 1] = part;
            }
        }
        into.put(number, found, added, about);
    }

    private static void paint(SeededFlood.Parts parts, int[] labels, Interval block, int highest) {
        Interval both = Intervals.intersect(block, parts.region());
        Grid from = BlockedImage.grid(parts.region());
        Grid into = BlockedImage.grid(block);
        for (long z = both.min(2); z <= both.max(2); z++) {
            for (long y = both.min(1); y <= both.max(1); y++) {
                for (long x = both.min(0); x <= both.max(0); x++) {
                    int part = parts.parts()[
                            from.index(
                                    x - parts.region().min(0),
                                    y - parts.region().min(1),
                                    z - parts.region().min(2))];
                    if (part > 1) {
                        labels[into.index(x - block.min(0), y - block.min(1), z - block.min(2))] = highest + part - 1;
                    }
                }
            }
        }
    }

    /**
     * Gives the parts of an object that reaches over several blocks the same ids in all of them.
     *
     * @return how many objects were too large, how many ids are new, the object that each comes from, and the ids of parts
     *     by block
     */
    private int[] number(BlockLabels into) {
        int[] called = new int[into.total()];
        Ids origins = new Ids();
        Map<Long, Integer> across = new HashMap<>();
        for (int b = 0; b < image.blocks().size(); b++) {
            int[] notes = into.notes(b);
            for (int i = 0; i < notes[0]; i++) {
                int origin = notes[1 + 2 * i];
                long part = (long) origin << 32 | notes[2 + 2 * i];
                boolean shared = image.blocks().touching(boxes().box(origin)).length > 1;
                Integer known = shared ? across.get(part) : null;
                if (known == null) {
                    origins.add(origin);
                    known = count + origins.size();
                    if (shared) {
                        across.put(part, known);
                    }
                }
                called[into.base(b) + i] = known;
            }
        }
        return Stream.of(new int[] {sorted().tooLarge(), origins.size()}, origins.toArray(), called)
                .flatMapToInt(Arrays::stream)
                .toArray();
    }

    /** A list of ids that grows. */
    private static final class Ids {
        private int[] ids = new int[16];
        private int size;

        void add(int id) {
            if (size == ids.length) {
                ids = Arrays.copyOf(ids, 2 * size);
            }
            ids[size++] = id;
        }

        int size() {
            return size;
        }

        int[] toArray() {
            return Arrays.copyOf(ids, size);
        }
    }
}
