// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import io.github.stencil.StencilException;
import io.github.stencil.image.PixelType;
import io.github.stencil.tensor.HostTensor;
import io.github.stencil.tensor.TensorGraph;
import org.tensorflow.exceptions.TFResourceExhaustedException;

/**
 * What is found out about a network by running it on a small window.
 *
 * @param channels channels of its output
 * @param bytesPerPixel the most memory that a run takes, per pixel of its window
 */
record Probe(int channels, double bytesPerPixel) {
    private static final int SIDE = 128;
    /** For networks that take volumes. */
    private static final int CUBE = 48;
    /** The process was seen to grow by 1.6 times what the allocators record: buffers of the convolutions, and gaps. */
    private static final double UNRECORDED = 2;
    /** Where TensorFlow records nothing. */
    private static final double GUESS = 4096;

    /**
     * Runs the network on a window of zeros.
     *
     * @throws StencilException if it does not run, or gives no image of the window's size
     */
    static Probe of(Network network, PixelType type, int channels, Sizes sizes) {
        boolean volume = network.signature().volume();
        int side = volume ? CUBE : SIDE;
        int depth = volume ? sizes.z().padded(CUBE) : 1;
        int height = sizes.y().padded(side);
        int width = sizes.x().padded(side);
        int pixels = depth * height * width;
        Object zeros = type.createArray(channels * pixels);
        float[] scale = network.recipe().neutral(channels, 1);
        try (HostTensor window = HostTensor.of(zeros, 1, depth, channels, height, width);
                TensorGraph.Measured run = measure(network, window, scale, size(depth, height, width))) {
            long[] shape = run.outputs().get(0).shape(); // [N, Z, C, Y, X]
            refuseOtherSize(shape, depth, height, width);
            double measured = run.peakBytes() > 0 ? UNRECORDED * run.peakBytes() / (double) pixels : GUESS;
            return new Probe(Math.toIntExact(shape[2]), measured);
        }
    }

    /**
     * Refuses an output of another size than its input.
     *
     * @param output its shape [N, Z, C, Y, X]
     * @throws StencilException if it is larger or smaller along an axis
     */
    static void refuseOtherSize(long[] output, long depth, long height, long width) {
        boolean larger = output[1] > depth || output[3] > height || output[4] > width;
        boolean smaller = output[1] < depth || output[3] < height || output[4] < width;
        if (larger || smaller) {
            throw StencilException.of(
                    "The network's output of %s is %s than its input of %s. Pick a model whose output has the size of its input%s.",
                    size(output[1], output[3], output[4]),
                    larger && smaller ? "of another size" : larger ? "larger" : "smaller",
                    size(depth, height, width),
                    larger ? "" : " (padding \"same\")");
        }
    }

    private static String size(long depth, long height, long width) {
        return depth == 1 ? width + " x " + height : width + " x " + height + " x " + depth;
    }

    private static TensorGraph.Measured measure(Network network, HostTensor window, float[] scale, String size) {
        try {
            return network.measure(window, scale, Network.Core.ALL, 0.5, Network.Head.VALUES);
        } catch (TFResourceExhaustedException e) {
            throw e;
        } catch (RuntimeException e) {
            throw StencilException.of(
                    e,
                    "The network does not run on an image of %s with these channels: %s. Look at Stencil Model Info.",
                    size,
                    Network.firstLine(e));
        }
    }
}
