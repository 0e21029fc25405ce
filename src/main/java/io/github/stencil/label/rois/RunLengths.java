// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.rois;

import io.github.stencil.StencilException;
import java.util.ArrayList;
import java.util.List;

/**
 * COCO's run lengths of a mask: how many pixels outside, then how many inside, in turn, down each column from the left one
 * on (COCO's maskApi.h, and its format of uncompressed and compressed counts).
 */
final class RunLengths {
    private static final int BITS = 5; // of a number in each letter of compressed counts
    private static final int MORE = 1 << BITS;
    private static final int FIRST_LETTER = 48;

    private RunLengths() {}

    /**
     * Returns the runs of the pixels of a plane that have a label.
     *
     * @param plane labels, X fastest
     * @param bounds where they lie: left, top, and right and bottom behind the last
     */
    static List<Long> of(int[] plane, int width, int height, int label, int... bounds) {
        List<Long> runs = new ArrayList<>();
        long written = 0;
        long end = -1; // of the present run inside, as columns are counted
        long begin = 0;
        for (int x = bounds[0]; x < bounds[2]; x++) {
            for (int y = bounds[1]; y < bounds[3]; y++) {
                if (plane[y * width + x] == label) {
                    long at = (long) x * height + y;
                    if (at != end) {
                        if (end >= 0) {
                            runs.add(end - begin);
                            written = end;
                        }
                        runs.add(at - written);
                        begin = at;
                    }
                    end = at + 1;
                }
            }
        }
        runs.add(end - begin);
        if (end < (long) width * height) {
            runs.add((long) width * height - end);
        }
        return runs;
    }

    /**
     * Draws runs into a mask.
     *
     * @return by pixel, X fastest, 1 inside and 0 outside
     * @throws StencilException if they are not as long as the image
     */
    static int[] draw(List<Long> runs, int width, int height) {
        int[] mask = new int[Math.multiplyExact(width, height)];
        long at = 0;
        boolean inside = false;
        for (long run : runs) {
            if (run < 0 || run > mask.length - at) {
                at = -1;
                break;
            }
            for (long i = at; inside && i < at + run; i++) {
                mask[(int) (i % height) * width + (int) (i / height)] = 1;
            }
            at += run;
            inside = !inside;
        }
        if (at != mask.length) {
            throw StencilException.of(
                    "An object's run lengths do not add up to the image's %d x %d pixels. Export the file anew.", width, height);
        }
        return mask;
    }

    /** Reads compressed counts: five bits in a letter, lowest first, and from the third on the difference to the last but one. */
    static List<Long> decompress(String letters) {
        List<Long> runs = new ArrayList<>();
        int at = 0;
        while (at < letters.length()) {
            long value = 0;
            int shift = 0;
            int bits;
            do {
                bits = at < letters.length() ? letters.charAt(at++) - FIRST_LETTER : 0;
                value |= (long) (bits & MORE - 1) << shift;
                shift += BITS;
            } while ((bits & MORE) != 0 && shift < Long.SIZE);
            if ((bits & MORE >> 1) != 0) {
                value |= -1L << shift;
            }
            runs.add(runs.size() > 2 ? value + runs.get(runs.size() - 2) : value);
        }
        return runs;
    }
}
