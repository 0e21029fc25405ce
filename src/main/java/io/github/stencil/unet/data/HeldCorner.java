// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import java.util.ArrayList;
import java.util.List;

/**
 * A rectangle at a corner of a case, in all its slices.
 *
 * @param x first column
 * @param y first row
 * @param width columns
 * @param height rows
 */
public record HeldCorner(int x, int y, int width, int height) {
    private static final int CORNERS = 4;

    /**
     * Returns a corner that has a fraction of a case's pixels, at least one pixel and not all.
     *
     * @param which 0 to 3: above left, above right, below left, below right
     */
    static HeldCorner of(LabelledCase source, double fraction, int which) {
        int width = part(source.width(), fraction);
        int height = part(source.height(), fraction);
        return new HeldCorner(
                which % 2 == 0 ? 0 : source.width() - width,
                which / 2 == 0 ? 0 : source.height() - height,
                width,
                height);
    }

    /**
     * Returns cases that hold back a corner each: the four corners in turn from image to image, and the same one in all
     * slices and frames of an image, as its pixels there are nearly the same.
     */
    static List<List<LabelledCase>> ofAll(List<List<LabelledCase>> images, double fraction) {
        List<List<LabelledCase>> all = new ArrayList<>();
        int which = 0;
        for (List<LabelledCase> image : images) {
            List<LabelledCase> cases = new ArrayList<>();
            int corner = which++ % CORNERS;
            for (LabelledCase one : image) {
                cases.add(one.holding(of(one, fraction, corner)));
            }
            all.add(cases);
        }
        return all;
    }

    private static int part(int length, double fraction) {
        return Math.max(1, Math.min(length - 1, (int) Math.round(length * Math.sqrt(fraction))));
    }

    /** Returns whether a pixel lies in it. */
    boolean contains(int column, int row) {
        return column >= x && column < x + width && row >= y && row < y + height;
    }

    /** Returns whether a block has a pixel in it. */
    boolean meets(int column, int row, int columns, int rows) {
        return column < x + width && column + columns > x && row < y + height && row + rows > y;
    }
}
