// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

/** Part of a case, or all of it: normalised pixels and labels, [C][D, H, W] and [D, H, W]. Never changed. */
final class CasePart {
    private final float[][] channels;
    private final int[] labels;
    private final int x;
    private final int y;
    private final int z;
    private final int width;
    private final int height;

    /** Wraps arrays of a part that starts at x, y, z in its case and has rows of a width and planes of a height. */
    CasePart(float[][] channels, int[] labels, int x, int y, int z, int width, int height) {
        this.channels = channels;
        this.labels = labels;
        this.x = x;
        this.y = y;
        this.z = z;
        this.width = width;
        this.height = height;
    }

    int[] labels() {
        return labels;
    }

    float[][] channels() {
        return channels;
    }

    /** Returns the labels that a warp takes by nearest neighbour, [D, H, W] with margin. */
    int[] labels(Warp warp, Folded alongX, Folded alongY, Folded alongZ) {
        double[] xs = warp.x();
        double[] ys = warp.y();
        int[] taken = new int[xs.length * warp.z().length];
        int[] inPlane = new int[xs.length];
        for (int i = 0; i < xs.length; i++) {
            int column = alongX.places()[(int) Math.floor(xs[i] + 0.5) - alongX.first()] - x;
            int row = alongY.places()[(int) Math.floor(ys[i] + 0.5) - alongY.first()] - y;
            inPlane[i] = row * width + column;
        }
        int at = 0;
        for (double slice : warp.z()) {
            int plane = (alongZ.places()[(int) Math.floor(slice + 0.5) - alongZ.first()] - z) * width * height;
            for (int place : inPlane) {
                taken[at++] = labels[plane + place];
            }
        }
        return taken;
    }

    /** Returns whether the columns and rows that a warp takes by nearest neighbour lie in a corner, [H, W] with margin. */
    static boolean[] in(HeldCorner corner, Warp warp, Folded alongX, Folded alongY) {
        boolean[] held = new boolean[warp.x().length];
        for (int i = 0; i < held.length; i++) {
            int column = alongX.places()[(int) Math.floor(warp.x()[i] + 0.5) - alongX.first()];
            int row = alongY.places()[(int) Math.floor(warp.y()[i] + 0.5) - alongY.first()];
            held[i] = corner.contains(column, row);
        }
        return held;
    }

    /** Writes the pixels that a warp takes by linear interpolation, [D, H, W, C] without margin. */
    void pixels(Warp warp, Folded alongX, Folded alongY, Folded alongZ, float[] into, int at) {
        Warp.Frame frame = warp.frame();
        int to = at;
        for (int k = 0; k < frame.depth(); k++) {
            double slice = warp.z()[k + frame.marginZ()];
            int below = (int) Math.floor(slice);
            float part = (float) (slice - below);
            int plane = (alongZ.places()[below - alongZ.first()] - z) * width * height;
            int above = (alongZ.places()[below + 1 - alongZ.first()] - z) * width * height;
            for (int row = 0; row < frame.height(); row++) {
                int from = (row + frame.margin()) * frame.fullWidth() + frame.margin();
                row(warp, from, alongX, alongY, plane, above, part, into, to);
                to += frame.width() * channels.length;
            }
        }
    }

    private void row(
            Warp warp, int from, Folded alongX, Folded alongY, int plane, int above, float part, float[] into, int at) {
        int[] columns = alongX.places();
        int[] rows = alongY.places();
        int to = at;
        for (int i = from; i < from + warp.frame().width(); i++) {
            double column = warp.x()[i];
            double line = warp.y()[i];
            int left = (int) Math.floor(column);
            int top = (int) Math.floor(line);
            float fx = (float) (column - left);
            float fy = (float) (line - top);
            int x0 = columns[left - alongX.first()] - x;
            int x1 = columns[left + 1 - alongX.first()] - x;
            int y0 = (rows[top - alongY.first()] - y) * width;
            int y1 = (rows[top + 1 - alongY.first()] - y) * width;
            for (float[] channel : channels) {
                float value = linear(channel, plane, x0, x1, y0, y1, fx, fy);
                if (part > 0) {
                    value += (linear(channel, above, x0, x1, y0, y1, fx, fy) - value) * part;
                }
                into[to++] = value;
            }
        }
    }

    private static float linear(float[] channel, int plane, int x0, int x1, int y0, int y1, float fx, float fy) {
        float a = channel[plane + y0 + x0];
        float b = channel[plane + y0 + x1];
        float c = channel[plane + y1 + x0];
        float d = channel[plane + y1 + x1];
        float upper = a + (b - a) * fx;
        float lower = c + (d - c) * fx;
        return upper + (lower - upper) * fy;
    }
}
