package io.github.stencil.label;

import io.github.stencil.axes.AxisImage;
import io.github.stencil.axes.Receipts;
import java.util.Arrays;
import net.imglib2.Interval;
import org.jspecify.annotations.Nullable;

/**
 * Finds the objects of one image of a stack, a plane or a volume, block by block. What is found does not depend on the
 * blocks. Each step writes its blocks down, and a step that was cut short goes on with those that are missing.
 */
final class ObjectFinder {
    /** How far objects grow before neighbouring blocks look at each other's again. */
    private static final int REACH = 32;

    private final BlockedImage image;
    private final RefineRule rule;
    private final Receipts receipts;
    private final PixelBlocks pixels;
    private final Listener listener;
    private final double[] spacing;

    private BlockLabels layer;
    private Labels labels;
    private int count;
    private int[] classes = {};
    private int tooLarge;

    /** Hears each block of each step. */
    @FunctionalInterface
    interface Listener {
        void heard();
    }

    /** Labels as they are after some step. */
    @FunctionalInterface
    interface Labels {
        /** Returns the labels of a region; see {@link BlockLabels#read}. */
        int[] read(Interval region);
    }

    /**
     * Prepares to find objects.
     *
     * @param receipts for steps of this image alone
     * @param spacing sizes of a pixel along X, Y and Z, in the unit of the rule's tolerance
     */
    ObjectFinder(
            AxisImage stack,
            RefineRule rule,
            BlockedImage image,
            Receipts receipts,
            double[] spacing,
            Listener listener) {
        this.image = image;
        this.rule = rule;
        this.receipts = receipts;
        this.spacing = spacing.clone();
        this.listener = listener;
        pixels = new PixelBlocks(stack, rule.inside(), image);
        layer = layer("components", 0);
        labels = layer::read;
    }

    /** Finds the objects; they have ids from 1 to {@link #count}, of which some may be gone. */
    void find() {
        findComponents();
        if (rule.inside() instanceof Inside.Classes of && of.grows()) {
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

    BlockedImage image() {
        return image;
    }

    int count() {
        return count;
    }

    /** Returns the class of each object, by id. */
    int[] classes() {
        return classes;
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

    private BlockLabels layer(String name, int common) {
        return new BlockLabels(image, receipts, name, common);
    }

    private int blocks() {
        return image.blocks().size();
    }

    private Interval block(int number) {
        return image.blocks().get(number);
    }

    private void findComponents() {
        for (int b = 0; b < blocks(); b++) {
            listener.heard();
            if (!layer.contains(b)) {
                PixelBlocks.Classes found = pixels.classes(block(b));
                int here = label(found.labels(), image.grid(b), rule.connectivity());
                int[] byId = pixels.measured() ? new int[0] : found.byId(here);
                layer.put(b, found.labels(), here, Arrays.copyOfRange(byId, Math.min(1, byId.length), byId.length));
            }
        }
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

    private static int label(int[] values, Grid grid, Connectivity connectivity) {
        return Components.label(values, grid.width(), grid.height(), grid.depth(), connectivity);
    }

    /** Joins pieces of the same class across blocks, and renames them; sets how many there are. */
    private int[] join(BlockLabels pieces, Connectivity connectivity, int... kinds) {
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
        count = sets.number();
        if (!image.isOneBlock()) {
            pieces.rename(sets.numbers());
        }
        return sets.numbers();
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
            layer = layer("grown" + round, Integer.MAX_VALUE);
            labels = layer::read;
            further = false;
            for (int b = 0; b < blocks(); b++) {
                listener.heard();
                if (!layer.contains(b)) {
                    grow(before, b);
                }
                further |= layer.notes(b)[1] != 0;
            }
        }
    }

    /** Grows for some steps: what a block's pixels become then depends on no pixel that is further away. */
    private void grow(BlockLabels before, int number) {
        Interval around = image.enlarged(block(number), REACH + 1);
        PixelBlocks.Classes found = pixels.classes(around);
        int[] grown = before.read(around);
        boolean further = Growth.grow(grown, BlockedImage.grid(around), rule.connectivity(), found::free, REACH);
        layer.put(number, BlockLabels.crop(grown, around, block(number)), 0, further ? 1 : 0);
    }

    private void fillHoles() {
        int objects = count;
        BlockLabels regions = layer("background", 0);
        for (int b = 0; b < blocks(); b++) {
            listener.heard();
            if (!regions.contains(b)) {
                int[] found = labels.read(block(b));
                int[] free = new int[found.length];
                for (int i = 0; i < free.length; i++) {
                    free[i] = found[i] == 0 ? 1 : 0;
                }
                regions.put(
                        b, free, label(free, image.grid(b), rule.connectivity().dual()));
            }
        }
        join(regions, rule.connectivity().dual(), new int[regions.total()]);
        Holes holes = new Holes(image, count);
        count = objects;
        for (int b = 0; b < blocks(); b++) {
            listener.heard();
            holes.add(regions.read(block(b)), labels.read(block(b)), block(b));
        }
        if (!image.isOneBlock()) {
            Seams.visitFaces(image, regions, layer, (block, region, other, label) -> holes.meet(region, label));
        }
        Labels before = labels;
        labels = region -> {
            int[] filled = before.read(region);
            holes.fill(regions.read(region), filled);
            return filled;
        };
    }

    private void split() {
        ObjectSplit split = new ObjectSplit(image, new Split(image, rule.tolerance(), spacing), labels, listener);
        BlockLabels parts = layer("parts", count);
        int[] origins = split.apply(parts, count);
        tooLarge = split.tooLarge();
        classes = Arrays.copyOf(classes, count + 1 + origins.length);
        for (int i = 0; i < origins.length; i++) {
            classes[count + 1 + i] = classes[origins[i]];
        }
        count += origins.length;
        layer = parts;
        labels = parts::read;
    }
}
