// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.rois;

import ij.gui.Roi;
import ij.process.ImageProcessor;
import io.github.stencil.StencilException;
import java.awt.Rectangle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The pixels of a ROI's inside.
 *
 * @param bounds where the mask lies
 * @param mask those that are inside are not 0; null for all
 */
record RoiPixels(Rectangle bounds, @Nullable ImageProcessor mask) {
    /** A mask of more pixels takes too long to make, and no image has such objects. */
    private static final long MOST_PIXELS = 1L << 28;

    static RoiPixels of(Roi roi) {
        Rectangle bounds = roi.getBounds();
        if ((long) bounds.width * bounds.height > MOST_PIXELS) {
            throw StencilException.of(
                    "The ROI \"%s\" is %,d x %,d pixels, larger than any object. Remove it, or draw it anew.",
                    RoiLabels.name(roi), bounds.width, bounds.height);
        }
        return new RoiPixels(bounds, roi.getMask());
    }

    private boolean contains(int x, int y) {
        return bounds.contains(x, y) && (mask == null || mask.get(x - bounds.x, y - bounds.y) != 0);
    }

    /** Returns whether two have a pixel in common, or two that share an edge or a corner. */
    boolean touches(RoiPixels other) {
        Rectangle grown = new Rectangle(bounds.x - 1, bounds.y - 1, bounds.width + 2, bounds.height + 2);
        Rectangle both = grown.intersection(other.bounds);
        for (int y = both.y; y < both.y + both.height; y++) {
            for (int x = both.x; x < both.x + both.width; x++) {
                if (other.contains(x, y) && isNear(x, y)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isNear(int x, int y) {
        for (int dy = -1; dy <= 1; dy++) {
            for (int dx = -1; dx <= 1; dx++) {
                if (contains(x + dx, y + dy)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Sets the pixels that lie in an image.
     *
     * @return whether there is one
     */
    boolean fill(int[] plane, int width, int height, int label) {
        int left = Math.max(0, bounds.x);
        int right = (int) Math.min(width, (long) bounds.x + bounds.width);
        int bottom = (int) Math.min(height, (long) bounds.y + bounds.height);
        boolean any = false;
        for (int y = Math.max(0, bounds.y); y < bottom; y++) {
            int at = y * width;
            if (mask == null) {
                if (right > left) {
                    Arrays.fill(plane, at + left, at + right, label);
                    any = true;
                }
                continue;
            }
            for (int x = left; x < right; x++) {
                if (mask.get(x - bounds.x, y - bounds.y) != 0) {
                    plane[at + x] = label;
                    any = true;
                }
            }
        }
        return any;
    }
}
