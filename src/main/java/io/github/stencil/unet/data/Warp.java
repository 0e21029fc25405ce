// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import io.github.stencil.unet.data.Augmentation.Change;
import java.util.SplittableRandom;

/**
 * Where in a case each pixel of a patch comes from: all variations of position in one map, so that pixels are
 * interpolated once. X and Y are mapped together, the same way in every slice; Z by itself.
 *
 * <p>The map also covers a margin round the patch, from which targets are computed that depend on their surroundings.
 */
final class Warp {
    private static final double FARTHEST_SHIFT = 0.1;
    private static final double ZOOM = 4.0 / 3;

    private final Frame frame;
    private final double[] x;
    private final double[] y;
    private final double[] z;

    /**
     * The place of a patch before it is varied.
     *
     * @param x the first column in the case; below 0 the case goes on mirrored
     * @param y the first row
     * @param z the first slice
     * @param width columns
     * @param height rows
     * @param depth slices
     * @param margin pixels round the patch in X and Y
     * @param marginZ slices before and after the patch
     */
    record Frame(int x, int y, int z, int width, int height, int depth, int margin, int marginZ) {
        int fullWidth() {
            return width + 2 * margin;
        }

        int fullHeight() {
            return height + 2 * margin;
        }

        int fullDepth() {
            return depth + 2 * marginZ;
        }
    }

    private Warp(Frame frame) {
        this.frame = frame;
        x = new double[frame.fullWidth() * frame.fullHeight()];
        y = new double[x.length];
        z = new double[frame.fullDepth()];
    }

    /** Returns the map that changes nothing. */
    static Warp identity(Frame frame) {
        return draw(frame, Augmentation.NONE, new SplittableRandom(0));
    }

    /** Draws a map. */
    static Warp draw(Frame frame, Augmentation augmentation, SplittableRandom random) {
        Warp warp = new Warp(frame);
        boolean flip = augmentation.has(Change.FLIP);
        int flipX = flip && random.nextBoolean() ? -1 : 1;
        int flipY = flip && random.nextBoolean() ? -1 : 1;
        int flipZ = flip && frame.depth > 1 && random.nextBoolean() ? -1 : 1;
        int turns = augmentation.has(Change.TURN) ? random.nextInt(4) : 0;
        double angle = augmentation.has(Change.ROTATE) && random.nextBoolean() ? 2 * Math.PI * random.nextDouble() : 0;
        double zoom = augmentation.has(Change.ZOOM) && random.nextBoolean() ? RandomStreams.factor(random, ZOOM) : 1;
        double[] centre = {frame.x + (frame.width - 1) / 2.0, frame.y + (frame.height - 1) / 2.0};
        if (augmentation.has(Change.SHIFT)) {
            centre[0] += Math.rint(FARTHEST_SHIFT * frame.width * (2 * random.nextDouble() - 1));
            centre[1] += Math.rint(FARTHEST_SHIFT * frame.height * (2 * random.nextDouble() - 1));
        }
        int cos = new int[] {1, 0, -1, 0}[turns];
        int sin = new int[] {0, 1, 0, -1}[turns];
        double a = Math.cos(angle);
        double b = Math.sin(angle);
        double[] matrix = {
            (a * cos - b * sin) * flipX / zoom,
            (-a * sin - b * cos) * flipY / zoom,
            (b * cos + a * sin) * flipX / zoom,
            (-b * sin + a * cos) * flipY / zoom
        };
        boolean wholePixels = angle == 0 && zoom == 1;
        warp.plane(centre, matrix, wholePixels);
        double middle = (frame.depth - 1) / 2.0;
        for (int k = 0; k < warp.z.length; k++) {
            warp.z[k] = frame.z + middle + flipZ * (k - frame.marginZ - middle) / (frame.depth > 1 ? zoom : 1);
        }
        if (augmentation.has(Change.ELASTIC) && random.nextBoolean()) {
            warp.bend(random);
        }
        return warp;
    }

    /** Fills in {@code centre + matrix * (pixel - middle of the patch)}. */
    private void plane(double[] centre, double[] matrix, boolean wholePixels) {
        double u0 = -frame.margin - (frame.width - 1) / 2.0;
        double v0 = -frame.margin - (frame.height - 1) / 2.0;
        double startX = centre[0] + matrix[0] * u0 + matrix[1] * v0;
        double startY = centre[1] + matrix[2] * u0 + matrix[3] * v0;
        if (wholePixels) { // a turned patch of odd by even size would else lie between pixels
            startX = Math.rint(startX);
            startY = Math.rint(startY);
        }
        int width = frame.fullWidth();
        for (int i = 0; i < x.length; i++) {
            int column = i % width;
            int row = i / width;
            x[i] = startX + matrix[0] * column + matrix[1] * row;
            y[i] = startY + matrix[2] * column + matrix[3] * row;
        }
    }

    private void bend(SplittableRandom random) {
        int width = frame.fullWidth();
        int height = frame.fullHeight();
        Elastic alongX = Elastic.draw(random, width, height);
        Elastic alongY = Elastic.draw(random, width, height);
        for (int row = 0; row < height; row++) {
            alongX.add(row, width, x, row * width);
            alongY.add(row, width, y, row * width);
        }
    }

    Frame frame() {
        return frame;
    }

    /** Returns the columns that pixels come from, [H, W] with margin; may lie outside the case. Not to be changed. */
    double[] x() {
        return x;
    }

    /** Returns the rows; see {@link #x}. */
    double[] y() {
        return y;
    }

    /** Returns the slices, [D] with margin. */
    double[] z() {
        return z;
    }
}
