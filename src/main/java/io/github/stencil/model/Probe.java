package io.github.stencil.model;

import io.github.stencil.StencilException;
import io.github.stencil.axes.PixelType;
import io.github.stencil.tensor.HostTensor;
import io.github.stencil.tensor.TensorGraph;
import io.github.stencil.tile.Span;
import java.util.Arrays;

/**
 * What is found out about a network by running it on a small window.
 *
 * @param channels channels of its output
 * @param bytesPerPixel the most memory that a run takes, per pixel of its window
 */
record Probe(int channels, double bytesPerPixel) {
    private static final int SIDE = 128;
    /** The process was seen to grow by 1.6 times what the allocators record: buffers of the convolutions, and gaps. */
    private static final double UNRECORDED = 2;
    /** Where TensorFlow records nothing. */
    private static final double GUESS = 4096;

    /** Runs the network on a window of zeros. */
    static Probe of(Network network, PixelType type, int channels, int step) {
        ModelSignature signature = network.signature();
        int height = signature.height() > 0 ? signature.height() : Span.roundUp(SIDE, step);
        int width = signature.width() > 0 ? signature.width() : Span.roundUp(SIDE, step);
        Object zeros = type.createArray(channels * height * width);
        float[] scale = new float[2 * channels];
        Arrays.fill(scale, channels, 2 * channels, 1);
        Network.Core all = new Network.Core(0, 0, height, width);
        try (HostTensor window = HostTensor.of(zeros, 1, channels, height, width);
                TensorGraph.Measured run = measure(network, window, scale, all)) {
            long[] shape = run.outputs().get(0).shape(); // [N, C, H, W]
            if (shape[2] != height || shape[3] != width) {
                throw otherSize(height, width, shape[2], shape[3]);
            }
            double measured = run.peakBytes() > 0 ? UNRECORDED * run.peakBytes() / ((double) height * width) : GUESS;
            return new Probe(Math.toIntExact(shape[1]), measured);
        }
    }

    private static TensorGraph.Measured measure(Network network, HostTensor window, float[] scale, Network.Core core) {
        try {
            return network.measure(window, scale, core, 0.5, Network.Head.VALUES);
        } catch (RuntimeException e) {
            String why = Network.firstLine(e);
            if (why.contains("Slice") || why.contains("begin") || why.contains("size[")) {
                throw StencilException.of(
                        "The network's output is smaller than its input of %d x %d. Pick a model whose output has the size of its input (padding \"same\").",
                        core.width(), core.height());
            }
            throw StencilException.of(
                    "The network does not run on an image of %d x %d with these channels: %s. Look at Stencil Model Info.",
                    core.width(), core.height(), why);
        }
    }

    private static StencilException otherSize(int height, int width, long outHeight, long outWidth) {
        return StencilException.of(
                "The network gives %d x %d for an image of %d x %d. Pick a model whose output has the size of its input.",
                outWidth, outHeight, width, height);
    }
}
