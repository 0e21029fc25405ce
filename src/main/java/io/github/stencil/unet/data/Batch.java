// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import java.util.Locale;

/**
 * Patches with their targets. Arrays are [N, (D,) H, W(, C)], X fastest but for channels, which are innermost. The arrays
 * are not copied: whoever makes a batch gives it away, and whoever takes it may change it.
 */
public final class Batch {
    private final float[] images;
    private final int[] labels;
    private final float[] weights;
    private final int[] shape;

    /**
     * Creates a batch.
     *
     * @param images [N, D, H, W, C], normalised
     * @param labels [N, D, H, W], class indices; 0 where a pixel does not count
     * @param weights [N, D, H, W], what a pixel counts: 0 where it is ignored, else 1 and more
     * @param shape N, D (1 in 2D), H, W
     */
    Batch(float[] images, int[] labels, float[] weights, int... shape) {
        int pixels = shape[0] * shape[1] * shape[2] * shape[3];
        if (shape.length != 4
                || labels.length != pixels
                || weights.length != pixels
                || images.length == 0
                || images.length % pixels != 0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%d values, %d labels and %d weights are no %s patches",
                    images.length,
                    labels.length,
                    weights.length,
                    java.util.Arrays.toString(shape)));
        }
        this.images = images;
        this.labels = labels;
        this.weights = weights;
        this.shape = shape.clone();
    }

    /** Returns the normalised pixels [N, D, H, W, C]. */
    public float[] images() {
        return images;
    }

    /** Returns the class indices [N, D, H, W]; 0 where a pixel does not count. */
    public int[] labels() {
        return labels;
    }

    /** Returns what each pixel counts [N, D, H, W]; 0 where it is ignored. */
    public float[] weights() {
        return weights;
    }

    /** Returns N. */
    public int samples() {
        return shape[0];
    }

    /** Returns D, 1 in 2D. */
    public int depth() {
        return shape[1];
    }

    /** Returns H. */
    public int height() {
        return shape[2];
    }

    /** Returns W. */
    public int width() {
        return shape[3];
    }

    /** Returns C. */
    int channels() {
        return images.length / labels.length;
    }
}
