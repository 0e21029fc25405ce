package io.github.stencil.label;

import io.github.stencil.Progress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Separates objects that touch at a waist: a watershed of the distance to the nearest pixel outside.
 *
 * <p>An object's pixels are taken from its core outwards. A pixel with no neighbour taken before begins a basin; one that
 * lies between two basins joins them if one of the two is no deeper than the tolerance there, counted from its highest
 * distance. So each pixel gets a part, and no line is drawn between parts. Each object is split in its own bounding box,
 * and ties are decided by the order of pixels, so that nothing depends on tiles or threads. Water flows across corners
 * too, whatever connects objects: across edges alone every slanting ridge would look like a row of peaks. As in ImageJ's
 * watershed, distances are not cut off by the image's edge.
 */
final class Split {
    private static final int TOGETHER = 256;

    private final int[] labels;
    private final Grid grid;
    private final double tolerance;
    private final double[] spacing;

    /** The parts of one object: its box, and in it the part of each pixel, 0 where it is not the object. */
    private record Parts(int id, int count, List<int[]> box) {}

    private Split(int[] labels, Grid grid, double tolerance, double... spacing) {
        this.labels = labels;
        this.grid = grid;
        this.tolerance = tolerance;
        this.spacing = spacing;
    }

    /**
     * Splits objects; the first part keeps the object's id, and others get ids after the highest.
     *
     * @param labels changed
     * @param count the highest id
     * @param spacing sizes of a pixel along X, Y and Z, in the tolerance's unit
     * @return the object that each new id comes from; the first is that of {@code count + 1}
     */
    static int[] apply(int[] labels, Grid grid, int count, double tolerance, double[] spacing, Progress progress) {
        return new Split(labels, grid, tolerance, spacing).run(count, progress);
    }

    private int[] run(int count, Progress progress) {
        Boxes boxes = Boxes.of(labels, grid, count);
        int[] origins = new int[16];
        int added = 0;
        for (int first = 1; first <= count; first += TOGETHER) {
            progress.step(first, count + 1L);
            List<Parts> split = IntStream.range(first, Math.min(count + 1, first + TOGETHER))
                    .parallel()
                    .filter(id -> boxes.area(id) > 1)
                    .mapToObj(id -> parts(id, boxes))
                    .filter(parts -> parts.count() > 1)
                    .toList();
            for (Parts parts : split) {
                int extra = parts.count() - 1;
                if (added + extra > origins.length) {
                    origins = Arrays.copyOf(origins, Math.max(added + extra, 2 * origins.length));
                }
                paint(parts, boxes, count + added);
                Arrays.fill(origins, added, added + extra, parts.id());
                added += extra;
            }
        }
        return Arrays.copyOf(origins, added);
    }

    private void paint(Parts parts, Boxes boxes, int highest) {
        Box box = new Box(parts.id(), boxes);
        int[] part = parts.box().get(0);
        for (int i = 0; i < part.length; i++) {
            if (part[i] > 1) {
                labels[box.pixel(i)] = highest + part[i] - 1;
            }
        }
    }

    /** An object's bounding box and a pixel round it, as far as the image reaches. */
    private final class Box {
        private final int x;
        private final int y;
        private final int z;
        private final Grid grid;

        Box(int id, Boxes boxes) {
            Grid all = Split.this.grid;
            x = Math.max(0, boxes.min(id, 0) - 1);
            y = Math.max(0, boxes.min(id, 1) - 1);
            z = Math.max(0, boxes.min(id, 2) - 1);
            grid = new Grid(
                    Math.min(all.width(), boxes.max(id, 0) + 2) - x,
                    Math.min(all.height(), boxes.max(id, 1) + 2) - y,
                    Math.min(all.depth(), boxes.max(id, 2) + 2) - z);
        }

        int pixel(int local) {
            int row = local / grid.width();
            int inY = row % grid.height();
            int inZ = row / grid.height();
            return ((z + inZ) * Split.this.grid.height() + y + inY) * Split.this.grid.width()
                    + x
                    + local % grid.width();
        }
    }

    private Parts parts(int id, Boxes boxes) {
        Box box = new Box(id, boxes);
        boolean flat = box.grid.depth() == 1;
        int[] size = flat
                ? new int[] {box.grid.width(), box.grid.height()}
                : new int[] {box.grid.width(), box.grid.height(), box.grid.depth()};
        double[] squared = DistanceTransform.squared(
                size, Arrays.copyOf(spacing, size.length), i -> labels[box.pixel(i)] != id, Progress.NONE);
        long[] order = order(squared);
        if (order.length == 0) {
            return new Parts(id, 1, List.of()); // no pixel outside, so no distance
        }
        int[] parts = new Basins(box.grid, squared).flood(order);
        int count = renumber(parts);
        return new Parts(id, count, count > 1 ? List.of(parts) : List.of());
    }

    /** Returns an object's pixels, those of the largest distance first, then in storage order. */
    private static long[] order(double... squared) {
        long[] keys = new long[squared.length];
        int count = 0;
        for (int i = 0; i < squared.length; i++) {
            if (squared[i] > 0) {
                int falling = Integer.MAX_VALUE - Float.floatToIntBits((float) squared[i]);
                keys[count++] = (long) falling << 32 | i;
            }
        }
        if (count > 0 && squared[(int) keys[0]] == Double.POSITIVE_INFINITY) {
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
        private final double[] squared;
        private final int[] basins; // of pixels, from 1 on; 0 not flooded
        private int[] parents = new int[16];
        private double[] peaks = new double[16];
        private int count;
        private int home;
        private int best;

        Basins(Grid grid, double... squared) {
            this.grid = grid;
            this.squared = squared;
            basins = new int[squared.length];
        }

        int[] flood(long... order) {
            for (long key : order) {
                int pixel = (int) key;
                double level = Math.sqrt(squared[pixel]);
                home = 0;
                best = -1;
                grid.neighbours(pixel, Connectivity.CORNERS, neighbour -> {
                    if (basins[neighbour] != 0 && (best < 0 || squared[neighbour] > squared[best])) {
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
            int at = basin;
            while (parents[at] != at) {
                parents[at] = parents[parents[at]];
                at = parents[at];
            }
            return at;
        }
    }
}
