// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import io.github.stencil.Progress;
import io.github.stencil.label.DisjointSets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import net.imglib2.Interval;

/**
 * Separates objects that touch: each is flooded from its peaks, over a landscape that is high in cores of objects and low
 * where two of them meet; see {@link Landscape}.
 *
 * <p>An object's pixels are taken from the highest on. A pixel with no neighbour taken before begins a basin; one that
 * lies between two basins joins them if one of the two is no higher than the tolerance there, counted from its peak. So each pixel gets a part, and no line is drawn between parts. Each object is split in its own bounding box,
 * and ties are decided by the order of pixels, so that nothing depends on tiles or threads. Water flows across corners
 * too, whatever connects objects: across edges alone every slanting ridge would look like a row of peaks. As in ImageJ's
 * watershed, distances are not cut off by the image's edge.
 */
final class SeededFlood {
    /** The most pixels of the bounding box of an object that is split: what that takes is 24 bytes for each. */
    static final long MOST_PIXELS = 1 << 24;
    /** From this size of a box on, objects are split one after the other. */
    private static final long LARGE = 1 << 20;

    private static final int TOGETHER = 256;

    private final BlockedImage image;
    private final double tolerance;
    private final Landscape landscape;

    /**
     * Prepares to split objects of an image.
     *
     * @param tolerance how high above a pass, in the landscape's unit, a peak may be and still be no peak of its own
     */
    SeededFlood(BlockedImage image, double tolerance, Landscape landscape) {
        this.image = image;
        this.tolerance = tolerance;
        this.landscape = landscape;
    }

    /** The parts of an object. */
    static final class Parts {
        private final int id;
        private final Interval region;
        private final int count;
        private final int[] parts;

        private Parts(int id, Interval region, int count, int... parts) {
            this.id = id;
            this.region = region;
            this.count = count;
            this.parts = parts;
        }

        /** Returns the object. */
        int id() {
            return id;
        }

        /** Returns a region that holds the object. */
        Interval region() {
            return region;
        }

        /** Returns how many parts there are. */
        int count() {
            return count;
        }

        /** Returns the part of each of the region's pixels, from 1 on by first pixels, 0 outside; none for one part. */
        int[] parts() {
            return parts;
        }
    }

    /**
     * Splits objects each of which lies in one block.
     *
     * @param labels of the block
     * @param ids of the objects
     * @return the objects that have several parts, in order
     */
    List<Parts> within(int[] labels, Interval block, int[] ids, Boxes boxes, Progress progress) {
        List<Parts> several = new ArrayList<>();
        for (int first = 0; first < ids.length; first += TOGETHER) {
            progress.step(first, ids.length);
            int[] some = Arrays.copyOfRange(ids, first, Math.min(ids.length, first + TOGETHER));
            IntFunction<Parts> split = id -> parts(id, image.enlarged(boxes.box(id), 1), labels, block);
            several.addAll(Stream.concat(
                            Arrays.stream(some)
                                    .parallel()
                                    .filter(id -> pixels(boxes, id) < LARGE)
                                    .mapToObj(split),
                            Arrays.stream(some)
                                    .filter(id -> pixels(boxes, id) >= LARGE)
                                    .mapToObj(split))
                    .filter(parts -> parts.count() > 1)
                    .sorted(Comparator.comparingInt(Parts::id))
                    .toList());
        }
        return several;
    }

    private static long pixels(Boxes boxes, int id) {
        return (long) boxes.length(id, 0) * boxes.length(id, 1) * boxes.length(id, 2);
    }

    /** Returns whether an object is split at all. */
    static boolean splits(Boxes boxes, int id) {
        return boxes.area(id) > 1 && pixels(boxes, id) <= MOST_PIXELS;
    }

    /**
     * Splits one object.
     *
     * @param region the object's bounding box and a pixel round it, as far as the image reaches
     * @param labels of a block
     * @param block that holds the object; the region may reach beyond it
     */
    Parts parts(int id, Interval region, int[] labels, Interval block) {
        Grid grid = BlockedImage.grid(region);
        Grid from = BlockedImage.grid(block);
        int x = (int) (region.min(0) - block.min(0));
        int y = (int) (region.min(1) - block.min(1));
        int z = (int) (region.min(2) - block.min(2));
        IntPredicate outside = i -> {
            int row = i / grid.width();
            int inX = x + i % grid.width();
            int inY = y + row % grid.height();
            int inZ = z + row / grid.height();
            return !from.contains(inX, inY, inZ) || labels[from.index(inX, inY, inZ)] != id;
        };
        float[] levels = landscape.levels(region, grid, outside);
        long[] order = order(levels);
        if (order.length == 0) {
            return new Parts(id, region, 1, new int[0]); // no pixel outside, so no distance
        }
        int[] parts = new Basins(grid, levels).flood(order);
        int count = renumber(parts);
        return new Parts(id, region, count, count > 1 ? parts : new int[0]);
    }

    /** Returns an object's pixels, the highest first, then in storage order; none if they have no height. */
    private static long[] order(float... levels) {
        long[] keys = new long[levels.length];
        int count = 0;
        for (int i = 0; i < levels.length; i++) {
            if (levels[i] > 0) {
                int falling = Integer.MAX_VALUE - Float.floatToIntBits(levels[i]);
                keys[count++] = (long) falling << 32 | i;
            }
        }
        if (count > 0 && levels[(int) keys[0]] == Float.POSITIVE_INFINITY) {
            return new long[0];
        }
        long[] order = Arrays.copyOf(keys, count);
        Arrays.sort(order);
        return order;
    }

    /** Numbers parts from 1 on in storage order and returns how many there are. */
    private static int renumber(int... parts) {
        int[] numbers = new int[Arrays.stream(parts).max().orElse(0) + 1];
        int count = 0;
        for (int i = 0; i < parts.length; i++) {
            if (parts[i] != 0) {
                if (numbers[parts[i]] == 0) {
                    numbers[parts[i]] = ++count;
                }
                parts[i] = numbers[parts[i]];
            }
        }
        return count;
    }

    /** Basins of one object while it is flooded. */
    private final class Basins {
        private final Grid grid;
        private final float[] levels;
        private final int[] basins; // of pixels, from 1 on; 0 not flooded
        private int[] parents = new int[16];
        private double[] peaks = new double[16];
        private int count;
        private int home;
        private int best;

        Basins(Grid grid, float... levels) {
            this.grid = grid;
            this.levels = levels;
            basins = new int[levels.length];
        }

        int[] flood(long... order) {
            for (long key : order) {
                int pixel = (int) key;
                double level = levels[pixel];
                home = 0;
                best = -1;
                grid.neighbours(pixel, Connectivity.CORNERS, neighbour -> {
                    if (basins[neighbour] != 0 && (best < 0 || levels[neighbour] > levels[best])) {
                        best = neighbour;
                    }
                });
                if (best < 0) {
                    basins[pixel] = begin(level);
                    continue;
                }
                home = root(basins[best]);
                grid.neighbours(pixel, Connectivity.CORNERS, neighbour -> {
                    if (basins[neighbour] != 0) {
                        meet(root(basins[neighbour]), level);
                    }
                });
                basins[pixel] = home;
            }
            for (int i = 0; i < basins.length; i++) {
                basins[i] = basins[i] == 0 ? 0 : root(basins[i]);
            }
            return basins;
        }

        private int begin(double peak) {
            if (++count == parents.length) {
                parents = Arrays.copyOf(parents, 2 * count);
                peaks = Arrays.copyOf(peaks, 2 * count);
            }
            parents[count] = count;
            peaks[count] = peak;
            return count;
        }

        private void meet(int other, double level) {
            if (other == home || Math.min(peaks[home], peaks[other]) - level > tolerance) {
                return;
            }
            int into = peaks[home] > peaks[other] || (peaks[home] == peaks[other] && home < other) ? home : other;
            parents[into == home ? other : home] = into;
            home = into;
        }

        private int root(int basin) {
            return DisjointSets.root(parents, basin);
        }
    }
}
