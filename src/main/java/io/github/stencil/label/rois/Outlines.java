// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.rois;

import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import io.github.stencil.image.Runs;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The outlines of all labels of a plane, traced along the edges of pixels in one pass.
 *
 * <p>Every closed outline of a label, of a part or of a hole, has an upward edge with the label on its right and another
 * label on its left. So the pass looks for such edges that no outline has gone along yet, and follows each to where it
 * began. Pixels that touch at a corner only belong to one part, as ImageJ's wand has it.
 */
public final class Outlines {
    private static final int NORTH = 0;
    private static final int[] DX = {0, 1, 0, -1}; // north, east, south, west
    private static final int[] DY = {-1, 0, 1, 0};
    /** From a corner, the pixel ahead on the left and on the right, by direction. */
    private static final int[] LEFT_X = {-1, 0, 0, -1};

    private static final int[] LEFT_Y = {-1, -1, 0, 0};
    private static final int[] RIGHT_X = {0, 0, -1, -1};
    private static final int[] RIGHT_Y = {-1, 0, 0, -1};

    private final int[] labels;
    private final int width;
    private final int height;
    /** A bit per pixel whose left edge has been followed. */
    private final long[] followed;

    private int[] xs = new int[64];
    private int[] ys = new int[64];
    private int corners;

    /** The outlines of a label: corners x, y in turn, a list for each part or hole. */
    private static final class Rings {
        private final List<int[]> rings = new ArrayList<>(1);
    }

    private Outlines(int width, int height, int... labels) {
        this.labels = labels;
        this.width = width;
        this.height = height;
        followed = new long[(labels.length + 63) >> 6];
    }

    /**
     * Traces a plane.
     *
     * @param labels of pixels, X fastest, in 32 bits without a sign; 0 is no object
     * @return for each label, rising, a traced polygon, or where it has holes or parts a composite of such
     */
    public static Map<Integer, Roi> of(int width, int height, int... labels) {
        return new Outlines(width, height, labels).trace();
    }

    private Map<Integer, Roi> trace() {
        Map<Integer, Rings> byLabel = new TreeMap<>(Integer::compareUnsigned);
        for (int y = 0; y < height; y++) {
            int row = y * width;
            for (int i = row; i < row + width; i = Runs.end(labels, i, row + width)) {
                int label = labels[i];
                if (label != 0 && (followed[i >> 6] >> i & 1) == 0) {
                    follow(i - row, y, label);
                    byLabel.computeIfAbsent(label, any -> new Rings()).rings.add(ring());
                }
            }
        }
        Map<Integer, Roi> rois = new TreeMap<>(Integer::compareUnsigned);
        byLabel.forEach((label, rings) -> rois.put(label, roi(rings.rings)));
        return rois;
    }

    /** Follows an outline from the left edge of a pixel on, its label on the right hand. */
    private void follow(int pixelX, int pixelY, int label) {
        corners = 0;
        int x = pixelX;
        int y = pixelY;
        int direction = NORTH;
        mark(x, y);
        // the first edge has been gone along; the last corner is its lower end
        do {
            int next = is(x + LEFT_X[direction], y + LEFT_Y[direction], label)
                    ? direction + 3 & 3
                    : is(x + RIGHT_X[direction], y + RIGHT_Y[direction], label) ? direction : direction + 1 & 3;
            if (next != direction) {
                corner(x, y);
                direction = next;
            }
            x += DX[direction];
            y += DY[direction];
            if (direction == NORTH) {
                mark(x, y);
            }
        } while (direction != NORTH || x != pixelX || y != pixelY);
    }

    private void mark(int x, int y) {
        int i = y * width + x;
        followed[i >> 6] |= 1L << i;
    }

    private boolean is(int x, int y, int label) {
        return x >= 0 && y >= 0 && x < width && y < height && labels[y * width + x] == label;
    }

    private void corner(int x, int y) {
        if (corners == xs.length) {
            xs = Arrays.copyOf(xs, 2 * corners);
            ys = Arrays.copyOf(ys, 2 * corners);
        }
        xs[corners] = x;
        ys[corners++] = y;
    }

    private int[] ring() {
        int[] ring = new int[2 * corners];
        for (int i = 0; i < corners; i++) {
            ring[2 * i] = xs[i];
            ring[2 * i + 1] = ys[i];
        }
        return ring;
    }

    private static Roi roi(List<int[]> rings) {
        if (rings.size() == 1) {
            int[] ring = rings.get(0);
            int[] x = new int[ring.length / 2];
            int[] y = new int[ring.length / 2];
            for (int i = 0; i < x.length; i++) {
                x[i] = ring[2 * i];
                y[i] = ring[2 * i + 1];
            }
            return new PolygonRoi(x, y, x.length, Roi.TRACED_ROI);
        }
        Path2D.Float path = new Path2D.Float(Path2D.WIND_EVEN_ODD);
        for (int[] ring : rings) {
            path.moveTo(ring[0], ring[1]);
            for (int i = 2; i < ring.length; i += 2) {
                path.lineTo(ring[i], ring[i + 1]);
            }
            path.closePath();
        }
        return new ShapeRoi(path);
    }
}
