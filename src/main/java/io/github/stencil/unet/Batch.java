package io.github.stencil.unet;

/**
 * Patches with their targets. Arrays are [N, (D,) H, W(, C)], X fastest but for channels, which are innermost. The arrays
 * are not copied.
 */
final class Batch {
    private final float[] images;
    private final int[] labels;
    private final float[] weights;
    private final int[] shape;

    /**
     * Wraps patches.
     *
     * @param images normalised pixels [N, D, H, W, C]
     * @param labels a class per pixel [N, D, H, W]
     * @param weights what a pixel counts in the loss [N, D, H, W]; 0 where its label is ignored
     * @param shape N, D (1 in 2D), H, W
     */
    Batch(float[] images, int[] labels, float[] weights, int... shape) {
        this.images = images;
        this.labels = labels;
        this.weights = weights;
        this.shape = shape.clone();
        long pixels = 1;
        for (int size : shape) {
            pixels *= size;
        }
        if (shape.length != 4 || labels.length != pixels || weights.length != pixels || images.length % pixels != 0) {
            throw new IllegalArgumentException("%d images, %d labels and %d weights do not fit %s"
                    .formatted(images.length, labels.length, weights.length, java.util.Arrays.toString(shape)));
        }
    }

    float[] images() {
        return images;
    }

    int[] labels() {
        return labels;
    }

    float[] weights() {
        return weights;
    }

    int samples() {
        return shape[0];
    }

    int depth() {
        return shape[1];
    }

    int height() {
        return shape[2];
    }

    int width() {
        return shape[3];
    }
}
