// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr;

import io.github.stencil.StencilException;
import io.github.stencil.image.Extent;
import io.github.stencil.zarr.array.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.imglib2.Interval;

/**
 * Which axis of an array is which of ours.
 *
 * @param ours for each axis of the array its place in X, Y, C, Z, T; -1 for another of size 1
 */
record OmeAxes(List<Integer> ours) {
    private static final String XYCZT = "xyczt";

    OmeAxes {
        ours = List.copyOf(ours);
    }

    /**
     * Finds the axes.
     *
     * @param names of the array's axes, the slowest first
     * @throws StencilException if X or Y is not there, or another axis has more than one place
     */
    static OmeAxes of(List<String> names, List<Integer> shape, String where) {
        if (names.size() != shape.size()) {
            throw StencilException.of(
                    "%s has %d axes but its metadata tell of %d. Restore it.", where, shape.size(), names.size());
        }
        List<Integer> ours = new ArrayList<>();
        for (int d = 0; d < names.size(); d++) {
            int place = names.get(d).length() == 1 ? XYCZT.indexOf(names.get(d)) : -1;
            if (place < 0 && shape.get(d) > 1) {
                throw StencilException.of(
                        "%s has an axis \"%s\" with %,d places, but images here have the axes t, c, z, y and x. Choose one place of it.",
                        where, names.get(d), shape.get(d));
            }
            if (place >= 0 && ours.contains(place)) {
                throw StencilException.of("%s has two axes \"%s\". Restore it.", where, names.get(d));
            }
            ours.add(place);
        }
        if (!ours.contains(0) || !ours.contains(1)) {
            throw StencilException.of("%s has the axes %s, but an image has y and x. Choose another.", where, names);
        }
        return new OmeAxes(ours);
    }

    /**
     * Returns names for axes that nothing names: the last are y and x, before them z, c and t.
     *
     * @throws StencilException if there are more, or fewer than two
     */
    static List<String> guess(int axes, String where) {
        String usual = axes == 4 ? "czyx" : "tczyx";
        if (axes < 2 || axes > usual.length()) {
            throw StencilException.of("%s has %d axes, but an image has 2 to 5. Choose another.", where, axes);
        }
        return usual.substring(usual.length() - axes)
                .chars()
                .mapToObj(Character::toString)
                .toList();
    }

    /** Returns the array's axis that is one of ours, -1 if none is. */
    int find(int our) {
        return ours.indexOf(our);
    }

    /** Returns an array's sizes along our axes. */
    Extent extent(List<Integer> sizes) {
        int[] size = IntStream.range(0, XYCZT.length())
                .map(our -> find(our) < 0 ? 1 : sizes.get(find(our)))
                .toArray();
        return new Extent(size[0], size[1], size[2], size[3], size[4]);
    }

    /** Returns a block [X, Y, C, Z, T] as a box of the array. */
    Box box(Interval block) {
        return new Box(
                ours.stream().mapToLong(our -> our < 0 ? 0 : block.min(our)).toArray(),
                ours.stream()
                        .mapToInt(our -> our < 0 ? 1 : (int) block.dimension(our))
                        .toArray());
    }

    /** Returns by how much each axis of the array moves on in a block [X, Y, C, Z, T] with X fastest. */
    int[] steps(Interval block) {
        int[] step = new int[XYCZT.length()];
        step[0] = 1;
        for (int d = 1; d < step.length; d++) {
            step[d] = step[d - 1] * (int) block.dimension(d - 1);
        }
        return ours.stream().mapToInt(our -> our < 0 ? 1 : step[our]).toArray();
    }
}
