package io.github.stencil.model;

import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.tile.Mirror;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;

/** Copies what a tile reads, all channels; pixels beyond the image are mirrored. */
final class TileWindow {
    private TileWindow() {}

    /** Returns a new array of the image's type, [Z, C, Y, X]. */
    static Object copy(AxisImage image, Tile tile) {
        Extent extent = image.extent();
        int[] slices = Mirror.window(tile.z().windowMin(), tile.z().windowMax(), extent.slices());
        int[] rows = Mirror.window(tile.y().windowMin(), tile.y().windowMax(), extent.height());
        int[] columns = Mirror.window(tile.x().windowMin(), tile.x().windowMax(), extent.width());
        int minSlice = min(slices);
        int minRow = min(rows);
        int minColumn = min(columns);
        Interval needed = new FinalInterval(
                new long[] {minColumn, minRow, 0, minSlice, tile.frame()},
                new long[] {max(columns), max(rows), extent.channels() - 1L, max(slices), tile.frame()});
        Object pixels = image.copy(needed);
        boolean inside = tile.z().windowMax() < extent.slices()
                && tile.y().windowMax() < extent.height()
                && tile.x().windowMax() < extent.width();
        if (inside) {
            return pixels;
        }
        int width = (int) needed.dimension(0);
        int height = (int) needed.dimension(1);
        Object mirrored = image.type().createArray(slices.length * extent.channels() * rows.length * columns.length);
        int at = 0;
        for (int slice : slices) {
            for (int c = 0; c < extent.channels(); c++) {
                for (int row : rows) {
                    int from = (((slice - minSlice) * extent.channels() + c) * height + row - minRow) * width;
                    gather(pixels, from - minColumn, columns, mirrored, at);
                    at += columns.length;
                }
            }
        }
        return mirrored;
    }

    /** Copies positions of a row that follow one another together, and those of a mirrored edge one by one. */
    private static void gather(Object from, int row, int[] columns, Object into, int at) {
        for (int i = 0, end; i < columns.length; i = end) {
            end = i + 1;
            while (end < columns.length && columns[end] == columns[end - 1] + 1) {
                end++;
            }
            System.arraycopy(from, row + columns[i], into, at + i, end - i);
        }
    }

    private static int min(int... numbers) {
        return java.util.Arrays.stream(numbers).min().orElseThrow();
    }

    private static int max(int... numbers) {
        return java.util.Arrays.stream(numbers).max().orElseThrow();
    }
}
