package io.github.stencil.model;

import io.github.stencil.StencilException;
import io.github.stencil.axes.PixelType;
import io.github.stencil.tensor.HostTensor;
import io.github.stencil.tensor.TensorGraph;
import io.github.stencil.tile.Span;
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

    /** Runs the network on a window of zeros. */
    static Probe of(Network network, PixelType type, int channels, ReceptiveField field) {
        ModelSignature signature = network.signature();
        int side = signature.volume() ? CUBE : SIDE;
        int depth =
                !signature.volume() ? 1 : signature.depth() > 0 ? signature.depth() : Span.roundUp(CUBE, field.stepZ());
        int height = signature.height() > 0 ? signature.height() : Span.roundUp(side, field.step());
        int width = signature.width() > 0 ? signature.width() : Span.roundUp(side, field.step());
        int pixels = depth * height * width;
        Object zeros = type.createArray(channels * pixels);
        float[] scale = network.recipe().neutral(channels, 1);
        Network.Core all = Network.Core.all(depth, height, width);
        try (HostTensor window = HostTensor.of(zeros, 1, depth, channels, height, width);
                TensorGraph.Measured run = measure(network, window, scale, all)) {
            long[] shape = run.outputs().get(0).shape(); // [N, Z, C, Y, X]
            if (shape[1] != depth || shape[3] != height || shape[4] != width) {
                throw StencilException.of(
                        "The network gives %s for an image of %s. Pick a model whose output has the size of its input.",
                        size(shape[1], shape[3], shape[4]), size(depth, height, width));
            }
            double measured = run.peakBytes() > 0 ? UNRECORDED * run.peakBytes() / (double) pixels : GUESS;
            return new Probe(Math.toIntExact(shape[2]), measured);
        }
    }

    private static String size(long depth, long height, long width) {
        return depth == 1 ? width + " x " + height : width + " x " + height + " x " + depth;
    }

    private static TensorGraph.Measured measure(Network network, HostTensor window, float[] scale, Network.Core core) {
        try {
            return network.measure(window, scale, core, 0.5, Network.Head.VALUES);
        } catch (TFResourceExhaustedException e) {
            throw e;
        } catch (RuntimeException e) {
            String why = Network.firstLine(e);
            if (why.contains("Slice") || why.contains("begin") || why.contains("size[")) {
                throw StencilException.of(
                        e,
                        "The network's output is smaller than its input of %s. Pick a model whose output has the size of its input (padding \"same\").",
                        size(core.depth(), core.height(), core.width()));
            }
            throw StencilException.of(
                    e,
                    "The network does not run on an image of %s with these channels: %s. Look at Stencil Model Info.",
                    size(core.depth(), core.height(), core.width()),
                    why);
        }
    }
}
