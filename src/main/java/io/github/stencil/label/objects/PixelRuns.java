// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import io.github.stencil.image.Runs;
import java.util.Arrays;

/** Rows of an image as runs of equal values that are not 0, in storage order. */
final class PixelRuns {
    private final int firstRow;
    /** The first run of each row, and after the last row the number of runs. */
    private final int[] rows;

    private int[] starts;
    private int[] ends;
    private int[] values;
    private int count;

    private PixelRuns(int firstRow, int rows, int guess) {
        this.firstRow = firstRow;
        this.rows = new int[rows + 1];
        starts = new int[guess];
        ends = new int[guess];
        values = new int[guess];
    }

    /** Finds the runs of some rows of an image. */
    static PixelRuns of(int[] image, int width, int firstRow, int rows) {
        PixelRuns runs = new PixelRuns(firstRow, rows, 64 + 2 * rows);
        for (int row = 0; row < rows; row++) {
            runs.rows[row] = runs.count;
            runs.addRow(image, (firstRow + row) * width, width);
        }
        runs.rows[rows] = runs.count;
        return runs;
    }

    /** Puts the runs of consecutive rows one after the other. */
    static PixelRuns join(PixelRuns... parts) {
        int rows = 0;
        int count = 0;
        for (PixelRuns part : parts) {
            rows += part.rows.length - 1;
            count += part.count;
        }
        PixelRuns all = new PixelRuns(parts[0].firstRow, rows, count);
        for (PixelRuns part : parts) {
            for (int row = 0; row < part.rows.length - 1; row++) {
                all.rows[part.firstRow - all.firstRow + row] = all.count + part.rows[row];
            }
            System.arraycopy(part.starts, 0, all.starts, all.count, part.count);
            System.arraycopy(part.ends, 0, all.ends, all.count, part.count);
            System.arraycopy(part.values, 0, all.values, all.count, part.count);
            all.count += part.count;
        }
        all.rows[rows] = all.count;
        return all;
    }

    int count() {
        return count;
    }

    /** Hears of two runs that are connected. */
    interface Link {
        void join(int run, int earlier);
    }

    /**
     * Finds the runs of two rows that have equal values and touch.
     *
     * @param reach 0 if they must share an edge, 1 if a corner will do
     */
    void link(int row, int earlier, int reach, Link link) {
        int i = rows[row];
        int j = rows[earlier];
        int lastI = rows[row + 1];
        int lastJ = rows[earlier + 1];
        while (i < lastI && j < lastJ) {
            touch(i, j, reach, link);
            if (ends[i] < ends[j]) {
                i++;
            } else if (ends[j] < ends[i]) {
                j++;
            } else { // either may still touch the other's next at a corner
                if (j + 1 < lastJ) {
                    touch(i, j + 1, reach, link);
                }
                if (i + 1 < lastI) {
                    touch(i + 1, j, reach, link);
                }
                i++;
                j++;
            }
        }
    }

    /** Sets the pixels of some rows to the ids of their runs. */
    void paint(int[] image, int width, int from, int to, int... ids) {
        for (int row = from; row < to; row++) {
            int at = row * width;
            for (int run = rows[row]; run < rows[row + 1]; run++) {
                Arrays.fill(image, at + starts[run], at + ends[run], ids[run]);
            }
        }
    }

    private void touch(int i, int j, int reach, Link link) {
        if (values[i] == values[j] && starts[i] < ends[j] + reach && starts[j] < ends[i] + reach) {
            link.join(i, j);
        }
    }

    private void addRow(int[] image, int from, int width) {
        int end = from;
        for (int start = from; start < from + width; start = end) {
            end = Runs.end(image, start, from + width);
            if (image[start] != 0) {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, 2 * count);
                    ends = Arrays.copyOf(ends, 2 * count);
                    values = Arrays.copyOf(values, 2 * count);
                }
                starts[count] = start - from;
                ends[count] = end - from;
                values[count++] = image[start];
            }
        }
    }
}
