// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import io.github.stencil.label.LabelSet;
import java.util.Arrays;

/**
 * The border-weight map of the U-Net paper (Ronneberger, Fischer and Brox 2015, equation 2 without the class weight):
 * {@code w0 exp(-(d1 + d2)^2 / (2 sigma^2))} with sigma 5 pixels, where d1 and d2 are the Euclidean distances to the
 * nearest and the second nearest object, in pixels, 0 inside an object.
 *
 * <p>Distances are exact up to a reach, beyond which a weight would be lost in the rounding of 1 plus it. So the map of a
 * block with a margin of that reach, mirrored at the edges of the image, equals the map of the whole image: mirroring
 * never brings an object nearer.
 */
final class BorderWeights {
    private static final double SIGMA = 5;
    private static final int FAR = 1 << 28;

    private final double w0;
    private final int reach;
    private final float[] bySquares;

    /** Creates maps of a weight, 0 for maps of zeros. */
    BorderWeights(double w0) {
        this.w0 = w0;
        // Half a unit in the last place of 1f is 2^-24.
        double logarithm = w0 > 0 ? Math.log(w0 * (1 << 25)) : 0;
        reach = logarithm > 0 ? (int) Math.ceil(SIGMA * Math.sqrt(2 * logarithm)) : 0;
        bySquares = new float[reach * reach + 1];
        for (int i = 0; i < bySquares.length; i++) {
            bySquares[i] = (float) Math.sqrt(i);
        }
    }

    /** Returns how many pixels round a pixel matter. */
    int reach() {
        return reach;
    }

    /**
     * Returns the weights of a block.
     *
     * @param labels [D, H, W], a label per object, 0 for background
     * @param ignored labels that are no objects
     */
    float[] of(int[] labels, int width, int height, int depth, LabelSet ignored) {
        return of(labels, new Warp.Frame(0, 0, 0, width, height, depth, 0, 0), ignored);
    }

    /** Returns the weights of a block's pixels; those of its margin, which are not wanted, are 0. */
    float[] of(int[] labels, Warp.Frame frame, LabelSet ignored) {
        int width = frame.fullWidth();
        int height = frame.fullHeight();
        int depth = frame.fullDepth();
        Nearest nearest = pass(rows(labels, width, ignored), width, height, frame, 0, depth);
        if (depth > 1) {
            nearest = pass(nearest, width * height, depth, frame, frame.marginZ(), depth - frame.marginZ());
        }
        float[] weights = new float[labels.length];
        int most = reach * reach;
        for (int i = 0; i < weights.length; i++) {
            if (nearest.second[i] <= most) {
                double sum = bySquares[nearest.first[i]] + bySquares[nearest.second[i]];
                weights[i] = (float) (w0 * Math.exp(-sum * sum / (2 * SIGMA * SIGMA)));
            }
        }
        return weights;
    }

    /** Squared distances to the two nearest objects, and which these are, as far as the axes done so far tell. */
    private static final class Nearest {
        final int[] first;
        final int[] firstLabel;
        final int[] second;
        final int[] secondLabel;

        Nearest(int length) {
            first = new int[length];
            firstLabel = new int[length];
            second = new int[length];
            secondLabel = new int[length];
            Arrays.fill(first, FAR);
            Arrays.fill(second, FAR);
        }

        /** Takes an object into account that is so far from a pixel. */
        void offer(int at, int squared, int label) {
            if (squared >= second[at]) {
                return;
            }
            if (label == firstLabel[at]) {
                first[at] = Math.min(first[at], squared);
            } else if (squared < first[at]) {
                second[at] = first[at];
                secondLabel[at] = firstLabel[at];
                first[at] = squared;
                firstLabel[at] = label;
            } else {
                second[at] = squared;
                secondLabel[at] = label;
            }
        }
    }

    /** Looks along rows: to either side of a pixel, only the two objects that were met last can be its nearest. */
    private static Nearest rows(int[] labels, int width, LabelSet ignored) {
        Nearest nearest = new Nearest(labels.length);
        for (int start = 0; start < labels.length; start += width) {
            sweep(labels, start, 1, width, ignored, nearest);
            sweep(labels, start + width - 1, -1, width, ignored, nearest);
        }
        return nearest;
    }

    private static void sweep(int[] labels, int start, int direction, int width, LabelSet ignored, Nearest nearest) {
        int last = 0;
        int lastPlace = 0;
        int former = 0;
        int formerPlace = 0;
        for (int i = 0; i < width; i++) {
            int at = start + direction * i;
            int label = labels[at];
            if (label != 0 && (ignored.isEmpty() || !ignored.contains(Integer.toUnsignedLong(label)))) {
                if (label != last) {
                    former = last;
                    formerPlace = lastPlace;
                    last = label;
                }
                lastPlace = i;
            }
            if (last != 0) {
                nearest.offer(at, (i - lastPlace) * (i - lastPlace), last);
            }
            if (former != 0) {
                nearest.offer(at, (i - formerPlace) * (i - formerPlace), former);
            }
        }
    }

    /**
     * Adds an axis. Of the pixels on a line along it, each knows its two nearest objects in the axes before; no third one
     * of a pixel can become one of the two nearest of another pixel of that line, as the two are nearer.
     */
    private Nearest pass(Nearest before, int stride, int length, Warp.Frame frame, int firstSlice, int endSlice) {
        Nearest after = new Nearest(before.first.length);
        for (int z = firstSlice; z < endSlice; z++) {
            for (int y = frame.margin(); y < frame.margin() + frame.height(); y++) {
                int start = (z * frame.fullHeight() + y) * frame.fullWidth() + frame.margin();
                for (int at = start; at < start + frame.width(); at++) {
                    look(before, at, stride, at / stride % length, length, after);
                }
            }
        }
        return after;
    }

    private void look(Nearest before, int at, int stride, int place, int length, Nearest after) {
        for (int step = 0; step <= reach && step * step < after.second[at]; step++) {
            if (place - step >= 0) {
                take(before, at - step * stride, after, at, step * step);
            }
            if (place + step < length) {
                take(before, at + step * stride, after, at, step * step);
            }
        }
    }

    private static void take(Nearest before, int from, Nearest after, int at, int added) {
        if (before.first[from] < FAR) {
            after.offer(at, before.first[from] + added, before.firstLabel[from]);
            if (before.second[from] < FAR) {
                after.offer(at, before.second[from] + added, before.secondLabel[from]);
            }
        }
    }
}
