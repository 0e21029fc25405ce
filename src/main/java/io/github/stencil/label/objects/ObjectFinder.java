// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import io.github.stencil.image.AxisImage;
import io.github.stencil.label.DisjointSets;
import io.github.stencil.work.Receipts;
import io.github.stencil.work.WorkStep;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import net.imglib2.Interval;
import org.jspecify.annotations.Nullable;

/**
 * Finds the objects of one image of a stack, a plane or a volume, block by block. What is found does not depend on the
 * blocks. Each step writes its blocks down, and a step that was cut short goes on with those that are missing; see {@link Passes}.
 */
final class ObjectFinder {
    /** How far objects grow before neighbouring blocks look at each other's again. */
    private static final int REACH = 32;

    private final Passes passes;
    private final BlockedImage image;
    private final RefineRule rule;
    private final PixelBlocks pixels;
    private final double[] spacing;

    private BlockLabels layer;
    private Labels labels;
    private int count;
    private int[] classes = {};
    private int[] kept = {};
    private int tooLarge;

    /** Labels as they are after some step. */
    @FunctionalInterface
    interface Labels {
        /** Returns the labels of a region; see {@link BlockLabels#read}. */
        int[] read(Interval region);
    }

    /**
     * Prepares to find objects.
     *
     * @param spacing sizes of a pixel along X, Y and Z, in the unit of the rule's tolerance
     */
    ObjectFinder(AxisImage stack, RefineRule rule, Passes passes, double... spacing) {
        this.passes = passes;
        this.rule = rule;
        this.spacing = spacing.clone();
        image = passes.image();
        pixels = new PixelBlocks(stack, rule.foreground(), passes);
        layer = layer(0, Passes.Pass.COMPONENTS);
        labels = layer::read;
    }

    /** Finds the objects; they have ids from 1 to {@link #count}, of which some may be gone. */
    void find() {
        if (rule.foreground() instanceof Foreground.Numbered) {
            findNumbered();
        } else {
            findComponents();
        }
        if (rule.foreground() instanceof Foreground.Classes of && of.grows()) {
            grow();
        }
        if (rule.holes()) {
            fillHoles();
        }
        if (rule.split()) {
            split();
        }
    }

    /** Returns the objects' ids of a region; see {@link BlockLabels#read}. */
    int[] read(Interval region) {
        return labels.read(region);
    }

    Passes passes() {
        return passes;
    }

    int count() {
        return count;
    }

    /** Returns the class of each object, by id. */
    int[] classes() {
        return classes;
    }

    /** Returns the labels that objects of an instance map keep, by id; parts that were split off have none. */
    int[] kept() {
        return kept;
    }

    /** Returns how many objects were too large to be split. */
    int tooLarge() {
        return tooLarge;
    }

    /** Returns whether the image's values are measured. */
    boolean measured() {
        return pixels.measured();
    }

    /** Returns the values of a block, or null if they are not measured. */
    float @Nullable [] values(Interval block) {
        return pixels.measured() ? pixels.values(block) : null;
    }

    private BlockLabels layer(int common, Passes.Pass pass, int... round) {
        return new BlockLabels(passes, passes.step(pass, round), common);
    }

    private int blocks() {
        return image.blocks().size();
    }

    private Interval block(int number) {
        return image.blocks().get(number);
    }

    private void findComponents() {
        layer.fill(b -> {
            PixelBlocks.Classes found = pixels.classes(block(b));
            int here = label(found.labels(), image.grid(b), rule.connectivity());
            int[] byId = pixels.measured() ? new int[0] : found.byId(here);
            layer.put(b, found.labels(), here, Arrays.copyOfRange(byId, Math.min(1, byId.length), byId.length));
        });
        int[] parts = new int[layer.total()];
        for (int b = 0; b < blocks(); b++) {
            int[] notes = layer.notes(b);
            if (notes.length > 1) {
                System.arraycopy(notes, 1, parts, layer.base(b), notes.length - 1);
            } else {
                Arrays.fill(parts, layer.base(b), layer.base(b) + notes[0], 1);
            }
        }
        int[] ids = join(layer, rule.connectivity(), parts);
        classes = new int[count + 1];
        for (int i = 0; i < ids.length; i++) {
            classes[ids[i]] = parts[i];
        }
    }

    /** Takes labels for objects, which get ids in the order in which blocks have them. */
    private void findNumbered() {
        layer.fill(b -> {
            int[] found = pixels.labels(block(b));
            int[] here = LocalIds.compact(found);
            layer.put(b, found, here.length, here);
        });
        int[] ids = layer.once(Passes.Found.IDS, () -> {
            Map<Integer, Integer> known = new HashMap<>();
            int[] called = new int[layer.total()];
            visitNumbered((piece, label) -> called[piece] = known.computeIfAbsent(label, l -> known.size() + 1));
            return called;
        });
        rename(layer, ids);
        classes = new int[count + 1];
        Arrays.fill(classes, 1);
        kept = new int[count + 1];
        visitNumbered((piece, label) -> kept[ids[piece]] = label);
    }

    private interface Numbered {
        void visit(int piece, int label);
    }

    private void visitNumbered(Numbered visitor) {
        for (int b = 0; b < blocks(); b++) {
            int[] notes = layer.notes(b);
            for (int i = 1; i < notes.length; i++) {
                visitor.visit(layer.base(b) + i - 1, notes[i]);
            }
        }
    }

    private static int label(int[] values, Grid grid, Connectivity connectivity) {
        return Components.label(values, grid.width(), grid.height(), grid.depth(), connectivity);
    }

    /** Joins pieces of the same class across blocks, and renames them; sets how many there are. */
    private int[] join(BlockLabels pieces, Connectivity connectivity, int... kinds) {
        int[] ids = pieces.once(Passes.Found.IDS, () -> {
            DisjointSets sets = DisjointSets.create(pieces.total());
            if (!image.isOneBlock()) {
                Seams.visit(image, pieces, connectivity, (block, label, other, otherLabel) -> {
                    int a = pieces.base(block) + label - 1;
                    int b = pieces.base(other) + otherLabel - 1;
                    if (kinds[a] == kinds[b]) {
                        sets.join(a, b);
                    }
                });
            }
            sets.number();
            return sets.numbers();
        });
        rename(pieces, ids);
        return ids;
    }

    private void rename(BlockLabels pieces, int... ids) {
        count = Arrays.stream(ids).max().orElse(0);
        if (!image.isOneBlock()) {
            pieces.rename(ids);
        }
    }

    private void grow() {
        Connectivity connectivity = rule.connectivity();
        if (image.isOneBlock()) {
            PixelBlocks.Classes found = pixels.classes(block(0));
            Growth.grow(labels.read(block(0)), image.grid(0), connectivity, found::free, Integer.MAX_VALUE);
            return;
        }
        boolean further = true;
        for (int round = 1; further; round++) {
            BlockLabels before = layer;
            BlockLabels grown = layer(Integer.MAX_VALUE, Passes.Pass.GROWN, round);
            grown.fill(b -> grow(before, grown, b));
            layer = grown;
            labels = grown::read;
            further = IntStream.range(0, blocks()).anyMatch(b -> grown.notes(b)[1] != 0);
        }
    }

    /** Grows for some steps: what a block's pixels become then depends on no pixel that is further away. */
    private void grow(BlockLabels before, BlockLabels into, int number) {
        Interval around = image.enlarged(block(number), REACH + 1);
        PixelBlocks.Classes found = pixels.classes(around);
        int[] grown = before.read(around);
        boolean further = Growth.grow(grown, BlockedImage.grid(around), rule.connectivity(), found::free, REACH);
        into.put(number, BlockLabels.crop(grown, around, block(number)), 0, further ? 1 : 0);
    }

    private void fillHoles() {
        int objects = count;
        Labels before = labels;
        BlockLabels regions = layer(0, Passes.Pass.BACKGROUND);
        regions.fill(b -> {
            int[] found = before.read(block(b));
            int[] free = new int[found.length];
            for (int i = 0; i < free.length; i++) {
                free[i] = found[i] == 0 ? 1 : 0;
            }
            int here = label(free, image.grid(b), rule.connectivity().dual());
            regions.put(b, free, here);
        });
        join(regions, rule.connectivity().dual(), new int[regions.total()]);
        Holes holes = holes(regions, before, count);
        count = objects;
        labels = region -> {
            int[] filled = before.read(region);
            holes.fill(regions.read(region), filled);
            return filled;
        };
    }

    private Holes holes(BlockLabels regions, Labels objects, int number) {
        WorkStep step = passes.step(Passes.Pass.HOLES);
        passes.notes(step, b -> {
            Holes here = new Holes(regions.notes(b)[0]);
            here.add(regions.own(b), objects.read(block(b)), block(b), image);
            return Receipts.bytes(here.owners());
        });
        return new Holes(passes.once(Passes.Found.OWNERS, () -> {
            Holes all = new Holes(number);
            for (int b = 0; b < blocks(); b++) {
                int[] owners = Receipts.ints(passes.note(step, b));
                for (int own = 1; own < owners.length; own++) {
                    all.meet(regions.called(b, own), owners[own]);
                }
            }
            if (!image.isOneBlock()) {
                Seams.visitFaces(image, regions, layer, (block, region, other, label) -> all.meet(region, label));
            }
            return all.owners();
        }));
    }

    private void split() {
        Landscape landscape = rule.foreground() instanceof Foreground.Probabilities of
                ? Landscape.probability(region -> pixels.inside(of, region), rule.shape(), spacing)
                : Landscape.distance(rule.shape(), spacing);
        ObjectSplit split = new ObjectSplit(passes, new SeededFlood(image, rule.tolerance(), landscape), labels, count);
        BlockLabels parts = layer(count, Passes.Pass.PARTS);
        ObjectSplit.Result result = split.apply(parts);
        tooLarge = result.tooLarge();
        classes = Arrays.copyOf(classes, count + 1 + result.origins().size());
        for (int origin : result.origins()) {
            classes[++count] = classes[origin];
        }
        layer = parts;
        labels = parts::read;
    }
}
