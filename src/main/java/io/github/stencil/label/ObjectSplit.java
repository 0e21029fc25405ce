package io.github.stencil.label;

import io.github.stencil.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;

/**
 * Splits the objects of an image block by block: those that lie in one block there, and those that reach over several in
 * each of these, from their own surroundings, so that all blocks find the same parts.
 */
final class ObjectSplit {
    private final BlockedImage image;
    private final Split split;
    private final ObjectFinder.Labels labels;
    private final ObjectFinder.Listener listener;
    private int tooLarge;

    ObjectSplit(BlockedImage image, Split split, ObjectFinder.Labels labels, ObjectFinder.Listener listener) {
        this.image = image;
        this.split = split;
        this.labels = labels;
        this.listener = listener;
    }

    /** Returns how many objects were too large to be split. */
    int tooLarge() {
        return tooLarge;
    }

    /**
     * Writes the objects' parts: the first part of an object keeps its id, others get ids after the highest.
     *
     * @param into where parts beyond the first are numbered block by block
     * @param count the highest id
     * @return the object that each new id comes from; the first is that of {@code count + 1}
     */
    int[] apply(BlockLabels into, int count) {
        Boxes boxes = new Boxes(image, count);
        for (Interval block : image.blocks()) {
            listener.heard();
            boxes.add(labels.read(block), block);
        }
        List<int[]> inside = new ArrayList<>();
        List<int[]> across = new ArrayList<>();
        sort(boxes, count, inside, across);
        for (int b = 0; b < image.blocks().size(); b++) {
            listener.heard();
            if (!into.contains(b)) {
                split(b, inside.get(b), across.get(b), boxes, into, count);
            }
        }
        return rename(into, boxes, count);
    }

    /** Sorts objects by the blocks that they are in. */
    private void sort(Boxes boxes, int count, List<int[]> inside, List<int[]> across) {
        int blocks = image.blocks().size();
        Ids[] alone = new Ids[blocks];
        Ids[] shared = new Ids[blocks];
        for (int b = 0; b < blocks; b++) {
            alone[b] = new Ids();
            shared[b] = new Ids();
        }
        for (int id = 1; id <= count; id++) {
            if (Split.splits(boxes, id)) {
                int[] touched = image.blocks().touching(boxes.box(id));
                for (int b : touched) {
                    (touched.length == 1 ? alone : shared)[b].add(id);
                }
            } else if (boxes.area(id) > 1) {
                tooLarge++;
            }
        }
        for (int b = 0; b < blocks; b++) {
            inside.add(alone[b].toArray());
            across.add(shared[b].toArray());
        }
    }

    private void split(int number, int[] inside, int[] across, Boxes boxes, BlockLabels into, int count) {
        Interval block = image.blocks().get(number);
        int[] found = labels.read(block);
        Progress heard = (done, total) -> listener.heard();
        List<Split.Parts> several = new ArrayList<>(split.within(found, block, inside, boxes, heard));
        List<Integer> near = new ArrayList<>(Arrays.stream(across).boxed().toList());
        // one after the other those for which the same blocks are read
        near.sort(Comparator.comparing(id -> Arrays.toString(image.blocks().touching(boxes.box(id)))));
        for (int id : near) {
            listener.heard();
            Interval region = image.enlarged(boxes.box(id), 1);
            Split.Parts parts = split.parts(id, region, labels.read(region), region);
            if (parts.count() > 1) {
                several.add(parts);
            }
        }
        int[] about = new int
                [2 * several.stream().mapToInt(parts -> parts.count() - 1).sum()];
        int added = 0;
        for (Split.Parts parts : several) {
            paint(parts, found, block, count + added);
            for (int part = 2; part <= parts.count(); part++, added++) {
                about[2 * added] = parts.id();
                about[2 * added + 1] = part;
            }
        }
        into.put(number, found, added, about);
    }

    private static void paint(Split.Parts parts, int[] labels, Interval block, int highest) {
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

    /** Gives the parts of an object that reaches over several blocks the same ids in all of them. */
    private int[] rename(BlockLabels into, Boxes boxes, int count) {
        int[] called = new int[into.total()];
        Ids origins = new Ids();
        Map<Long, Integer> across = new HashMap<>();
        for (int b = 0; b < image.blocks().size(); b++) {
            int[] notes = into.notes(b);
            for (int i = 0; i < notes[0]; i++) {
                int origin = notes[1 + 2 * i];
                long part = (long) origin << 32 | notes[2 + 2 * i];
                boolean shared = image.blocks().touching(boxes.box(origin)).length > 1;
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
        if (!image.isOneBlock()) {
            into.rename(called);
        }
        return origins.toArray();
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
