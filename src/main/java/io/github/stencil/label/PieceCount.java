// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Components of equal labels in one image, found row by row: of the image only the runs of the rows before are needed.
 * Pixels that share an edge or a corner are connected.
 */
final class PieceCount {
    private final int width;
    private int[] parents = new int[64];
    private int[] labels = new int[64];
    private long[] pixels = new long[64];
    private int count;

    /** Prepares an image of a width. */
    PieceCount(int width) {
        this.width = width;
    }

    /** Hears of a component. */
    interface Visitor {
        void visit(int label, long pixels);
    }

    /** Returns how many pieces have been begun; those that grew together count each. */
    int count() {
        return count;
    }

    /**
     * Adds a row.
     *
     * @param rows of its plane
     * @param before of the plane before
     */
    void add(LabelRows rows, LabelRows before, int y) {
        LabelRows.Row row = rows.row(y);
        if (row.pieces.length < row.count) {
            row.pieces = new int[row.count];
        }
        Arrays.fill(row.pieces, -1);
        link(row, rows.row(y - 1));
        for (int dy = -1; dy <= 1; dy++) {
            link(row, before.row(y + dy));
        }
        for (int i = 0; i < row.count; i++) {
            if (row.pieces[i] < 0) {
                row.pieces[i] = begin(row.labels[i]);
            }
            pixels[row.pieces[i]] += row.ends[i] - row.starts[i];
        }
    }

    private int begin(int label) {
        if (count == parents.length) {
            parents = Arrays.copyOf(parents, 2 * count);
            labels = Arrays.copyOf(labels, 2 * count);
            pixels = Arrays.copyOf(pixels, 2 * count);
        }
        parents[count] = count;
        labels[count] = label;
        return count++;
    }

    private void link(LabelRows.Row row, LabelRows.Row earlier) {
        int first = 0;
        for (int i = 0; i < row.count && first < earlier.count; i++) {
            int from = Math.max(0, row.starts[i] - 1);
            int to = Math.min(width, row.ends[i] + 1);
            while (first < earlier.count && earlier.ends[first] <= from) {
                first++;
            }
            for (int j = first; j < earlier.count && earlier.starts[j] < to; j++) {
                if (earlier.labels[j] == row.labels[i]) {
                    row.pieces[i] = row.pieces[i] < 0 ? earlier.pieces[j] : join(row.pieces[i], earlier.pieces[j]);
                }
            }
        }
    }

    private int join(int one, int other) {
        int a = root(one);
        int b = root(other);
        int first = Math.min(a, b);
        parents[Math.max(a, b)] = first;
        return first;
    }

    private int root(int piece) {
        return DisjointSets.root(parents, piece);
    }

    /** Visits the components, in the order of their first pixels. */
    void visit(Visitor visitor) {
        long[] sums = new long[count];
        for (int i = count - 1; i >= 0; i--) {
            sums[root(i)] += pixels[i];
        }
        for (int i = 0; i < count; i++) {
            if (parents[i] == i) {
                visitor.visit(labels[i], sums[i]);
            }
        }
    }

    /** Returns whether labels, unsigned, rise in the order in which they first occur. */
    boolean rises() {
        int highest = 0;
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < count; i++) {
            if (parents[i] == i && seen.add(labels[i])) {
                if (Integer.compareUnsigned(labels[i], highest) < 0) {
                    return false;
                }
                highest = labels[i];
            }
        }
        return true;
    }
}
