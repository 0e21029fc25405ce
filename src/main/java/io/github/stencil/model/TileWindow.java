// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.image.PixelType;
import io.github.stencil.image.PlanePart;
import io.github.stencil.tensor.HostTensor;
import io.github.stencil.tile.Mirror;
import java.util.Arrays;
import java.util.List;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;

/** Copies what a tile reads, all channels, straight into a tensor; pixels beyond the image are mirrored. */
final class TileWindow {
    private final PixelType type;
    private final int[] slices;
    private final int[] rows;
    private final int[] columns;
    private final Interval needed;
    /** So many columns lie in the image one after the other; those behind are mirrored. */
    private final int inside;

    private TileWindow(AxisImage image, Tile tile) {
        Extent extent = image.extent();
        type = image.type();
        slices = Mirror.window(tile.z().windowMin(), tile.z().windowMax(), extent.slices());
        rows = Mirror.window(tile.y().windowMin(), tile.y().windowMax(), extent.height());
        columns = Mirror.window(tile.x().windowMin(), tile.x().windowMax(), extent.width());
        needed = new FinalInterval(
                new long[] {min(columns), min(rows), 0, min(slices), tile.frame()},
                new long[] {max(columns), max(rows), extent.channels() - 1L, max(slices), tile.frame()});
        inside = run(columns, 0);
    }

    /**
     * Copies a tile's window.
     *
     * @param into takes the image's type, [Z, C, Y, X] from {@code at} on
     */
    static void copy(AxisImage image, Tile tile, HostTensor into, long at) {
        new TileWindow(image, tile).copy(image, into, at);
    }

    private void copy(AxisImage image, HostTensor into, long at) {
        int channels = image.extent().channels();
        List<PlanePart> planes = image.parts(needed);
        Object mirrored = type.createArray(columns.length - inside);
        long to = at;
        for (int slice : slices) {
            int first = (int) (slice - needed.min(3)) * channels;
            for (PlanePart plane : planes.subList(first, first + channels)) {
                copy(plane, mirrored, into, to);
                to += (long) rows.length * columns.length;
            }
        }
    }

    private void copy(PlanePart plane, Object mirrored, HostTensor into, long at) {
        boolean together = inside == columns.length && inside == plane.stride();
        int length;
        for (int row = 0; row < rows.length; row += length) {
            length = together ? run(rows, row) : 1;
            int line = plane.from() + (int) (rows[row] - needed.min(1)) * plane.stride();
            int from = line + (int) (columns[0] - needed.min(0));
            long to = at + (long) row * columns.length;
            into.copyFrom(to, plane.array(), from, length * inside);
            if (inside < columns.length) {
                gather(plane.array(), line, mirrored);
                into.copyFrom(to + inside, mirrored, 0, columns.length - inside);
            }
        }
    }

    /** Copies the columns of a row that do not lie one after the other. */
    private void gather(Object from, int line, Object into) {
        int start = line - (int) needed.min(0);
        switch (type) {
            case UINT8 -> {
                for (int i = inside; i < columns.length; i++) {
                    ((byte[]) into)[i - inside] = ((byte[]) from)[start + columns[i]];
                }
            }
            case UINT16, INT16 -> {
                for (int i = inside; i < columns.length; i++) {
                    ((short[]) into)[i - inside] = ((short[]) from)[start + columns[i]];
                }
            }
            case UINT32 -> throw PixelType.tooWide();
            case FLOAT32 -> {
                for (int i = inside; i < columns.length; i++) {
                    ((float[]) into)[i - inside] = ((float[]) from)[start + columns[i]];
                }
            }
        }
    }

    /** Returns how many positions from a place on rise one by one. */
    private static int run(int[] positions, int from) {
        int length = 1;
        while (from + length < positions.length && positions[from + length] == positions[from] + length) {
            length++;
        }
        return length;
    }

    private static int min(int... numbers) {
        return Arrays.stream(numbers).min().orElseThrow();
    }

    private static int max(int... numbers) {
        return Arrays.stream(numbers).max().orElseThrow();
    }
}
