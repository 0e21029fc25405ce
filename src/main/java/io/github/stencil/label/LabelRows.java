// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label;

import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.image.Runs;
import java.util.Arrays;
import java.util.function.LongPredicate;
import net.imglib2.Interval;

/** The rows of one plane as runs of equal labels that are not 0, put together from blocks that lie side by side. */
final class LabelRows {
    /** No plane. */
    static final LabelRows NONE = new LabelRows(0, false);

    private static final Row EMPTY = new Row();

    private final Row[] rows;
    private final boolean keeps;

    /**
     * Prepares a plane.
     *
     * @param keeps whether rows are needed again for the next plane
     */
    LabelRows(int height, boolean keeps) {
        rows = new Row[height];
        this.keeps = keeps;
    }

    /** Runs of a row; what they belong to is for whoever counts pieces to say. */
    static final class Row {
        int[] starts = {};
        int[] ends = {};
        int[] labels = {};
        int[] pieces = {};
        int count;

        private void add(int start, int end, int label) {
            if (count > 0 && labels[count - 1] == label && ends[count - 1] == start) {
                ends[count - 1] = end; // the run goes on in the next block
                return;
            }
            if (count == starts.length) {
                int length = Math.max(8, 2 * count);
                starts = Arrays.copyOf(starts, length);
                ends = Arrays.copyOf(ends, length);
                labels = Arrays.copyOf(labels, length);
            }
            starts[count] = start;
            ends[count] = end;
            labels[count++] = label;
        }
    }

    /** Returns a row; an empty one beyond the plane. */
    Row row(int y) {
        return y < 0 || y >= rows.length || rows[y] == null ? EMPTY : rows[y];
    }

    /** Lets a row go, unless the next plane needs it. */
    void forget(int y) {
        if (!keeps && y >= 0) {
            rows[y] = EMPTY;
        }
    }

    /** Reads blocks of a label map as runs. For one thread, as its buffer is used again. */
    static final class Reader {
        private final AxisImage map;
        private final LabelReader reader;
        private final LongPredicate ignored;
        private int[] labels = {};

        /**
         * Prepares to read.
         *
         * @throws io.github.stencil.StencilException if the image is no label map by its channels
         */
        Reader(AxisImage map, LongPredicate ignored) {
            this.map = map;
            this.ignored = ignored;
            reader = LabelReader.of(map);
        }

        Extent grain() {
            return map.grain();
        }

        /** Adds the runs of a block of one plane, which continues the rows to its left. */
        void read(Interval block, LabelRows into) {
            int width = (int) block.dimension(0);
            int height = (int) block.dimension(1);
            if (labels.length != width * height) {
                labels = new int[width * height];
            }
            boolean any = reader.read(block, labels);
            for (int y = 0; y < height; y++) {
                int number = (int) block.min(1) + y;
                if (into.rows[number] == null) {
                    into.rows[number] = new Row();
                }
                if (any) {
                    add(into.rows[number], y * width, width, (int) block.min(0));
                }
            }
        }

        private void add(Row row, int from, int width, int left) {
            int end = from;
            for (int start = from; start < from + width; start = end) {
                int label = labels[start];
                end = Runs.end(labels, start, from + width);
                if (label != 0 && !ignored.test(Integer.toUnsignedLong(label))) {
                    row.add(left + start - from, left + end - from, label);
                }
            }
        }
    }
}
