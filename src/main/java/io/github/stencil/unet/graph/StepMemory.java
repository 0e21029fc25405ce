// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.graph;

/**
 * How much memory a training step takes: activations are kept for the gradients, so that it grows with the pixels of a
 * batch. An estimate that errs on the large side: 8 patches of 256 x 256 with
 * 4 levels of 32 filters on took 3.4 GB, the Java program and TensorFlow included.
 */
final class StepMemory {
    /** Arrays of a level's size that a step holds at its peak, encoder, decoder and gradients together. */
    private static final int ARRAYS = 24;
    /** Weights, moments, gradient and their copies. */
    private static final int VECTORS = 8;

    private StepMemory() {}

    /** Returns the bytes that a step of so many patches takes. */
    static long bytes(UNetShape shape, int samples, int depth, int height, int width) {
        double pixels = (double) samples * depth * height * width;
        double values = pixels * (4.0 * shape.classes() + 2.0 * shape.channels());
        for (int level = 0; level < shape.levels(); level++) {
            values += ARRAYS * pixels * shape.filters(level);
            if (level < shape.pools().size()) {
                UNetShape.Pool pool = shape.pools().get(level);
                pixels /= pool.z() * pool.y() * pool.x();
            }
        }
        values += VECTORS * (double) ParameterLayout.of(shape).size();
        return (long) (values * Float.BYTES);
    }
}
