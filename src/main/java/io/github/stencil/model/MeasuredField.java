// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import io.github.stencil.image.PixelType;
import io.github.stencil.model.field.ReceptiveField;
import io.github.stencil.model.graph.ModelSignature;
import io.github.stencil.tensor.HostTensor;
import io.github.stencil.tensor.HostTensors;
import io.github.stencil.tile.Span;
import java.util.Random;
import org.tensorflow.exceptions.TFResourceExhaustedException;

/**
 * Finds the receptive field of a network whose graph cannot be read by running it: moves an image and looks by which
 * steps the output moves with it, changes a pixel and looks how far the output changes.
 */
final class MeasuredField {
    private static final int[] STEPS = {1, 2, 4, 8, 16, 32, 64, 128};
    private static final int SIDE = 384;
    /** For networks that take volumes: rows and columns, and slices. */
    private static final int SIDE_IN_VOLUME = 128;

    private static final int DEPTH = 64;
    private static final int TRIALS = 4;
    private static final float SAME = 1e-5f;
    private static final String HOW = "measured by changing pixels";

    private final Network network;
    private final PixelType type;
    private final int channels;
    private final Random random = new Random(1);

    private MeasuredField(Network network, PixelType type, int channels) {
        this.network = network;
        this.type = type;
        this.channels = channels;
    }

    /**
     * Measures a network; not local if a single pixel changes the output up to the window's edge.
     *
     * @throws io.github.stencil.StencilException if its output has another size than its input
     */
    static ReceptiveField of(Network network, PixelType type, int channels) {
        MeasuredField field = new MeasuredField(network, type, channels);
        ModelSignature signature = network.signature();
        boolean volume = signature.volume();
        SizeSearch sizes = new SizeSearch(signature, field::shape);
        int pad = sizes.inPlane();
        int padZ = volume ? sizes.along(pad) : 1;
        int side = Span.roundUp(volume ? SIDE_IN_VOLUME : SIDE, pad);
        SizeSearch.Window window = new SizeSearch.Window(
                !volume ? 1 : signature.depth() > 0 ? signature.depth() : Span.roundUp(DEPTH, padZ),
                signature.height() > 0 ? signature.height() : side,
                signature.width() > 0 ? signature.width() : side);
        int step = field.step(window, pad, false);
        int stepZ = volume ? field.step(window, padZ, true) : 1;
        int[] reach = step == 0 || stepZ == 0 ? new int[] {-1, -1} : field.reach(window, stepZ, step);
        if (reach[0] < 0 || reach[1] < 0) {
            return new ReceptiveField(pad, 0, padZ, 0, false, pad, padZ, HOW);
        }
        // a pixel that does not show in a few trials may still matter: one step more
        return ReceptiveField.of(step, reach[1] + step, stepZ, volume ? reach[0] + stepZ : 0, HOW)
                .padded(pad, padZ);
    }

    /**
     * Returns by how many pixels an image can be moved along slices, or along rows and columns; 0 if by none tried.
     *
     * @param pad the images that the network takes are multiples of it
     */
    private int step(SizeSearch.Window window, int pad, boolean slices) {
        int most = slices ? window.depth() : Math.min(window.height(), window.width());
        for (int factor : STEPS) {
            int step = pad * factor;
            if (step < most
                    && runsAndMovesBy(window, slices ? step : 0, slices ? 0 : step, 0)
                    && (factor == 1 || runsAndMovesBy(window, slices ? step : 0, slices ? 0 : step, pad))) {
                return step;
            }
        }
        return 0;
    }

    /** Tells whether the output moves with the input by steps, in a window that is larger by them and some more. */
    private boolean runsAndMovesBy(SizeSearch.Window base, int stepZ, int step, int more) {
        ModelSignature signature = network.signature();
        int plane = step > 0 ? step + more : 0;
        SizeSearch.Window window = new SizeSearch.Window(
                signature.depth() > 0 || stepZ == 0 ? base.depth() : base.depth() + stepZ + more,
                signature.height() > 0 ? base.height() : base.height() + plane,
                signature.width() > 0 ? base.width() : base.width() + plane);
        float[] image = noise(window);
        float[] moved = new float[image.length];
        for (int z = 0; z < window.depth(); z++) {
            int fromZ = Math.floorMod(z - stepZ, window.depth());
            for (int c = 0; c < channels; c++) {
                for (int y = 0; y < window.height(); y++) {
                    int fromY = Math.floorMod(y - step, window.height());
                    for (int x = 0; x < window.width(); x++) {
                        int fromX = Math.floorMod(x - step, window.width());
                        moved[window.at(z, c, y, x, channels)] = image[window.at(fromZ, c, fromY, fromX, channels)];
                    }
                }
            }
        }
        try {
            return sameInTheMiddle(window, run(image, window), run(moved, window), stepZ, step);
        } catch (TFResourceExhaustedException e) {
            throw e;
        } catch (RuntimeException e) {
            return false; // sizes that the network cannot join
        }
    }

    private static boolean sameInTheMiddle(
            SizeSearch.Window window, float[] before, float[] after, int stepZ, int step) {
        int outputs = before.length / window.pixels();
        for (int z = middle(window.depth(), -1); z < middle(window.depth(), 1); z++) {
            for (int c = 0; c < outputs; c++) {
                for (int y = middle(window.height(), -1); y < middle(window.height(), 1); y++) {
                    for (int x = middle(window.width(), -1); x < middle(window.width(), 1); x++) {
                        float old = before[window.at(z, c, y, x, outputs)];
                        float now = after[window.at(z + stepZ, c, y + step, x + step, outputs)];
                        if (Math.abs(old - now) > SAME) {
                            return false;
                        }
                    }
                }
            }
        }
        return true;
    }

    /** Returns the first or the last bound of a few positions in the middle; the only one of a single plane. */
    private static int middle(int length, int side) {
        return length == 1 ? (side + 1) / 2 : length / 2 + side * Math.min(8, length / 4);
    }

    /** Returns how far from a changed pixel the output changes at most in slices and in the plane, -1 if to the edge. */
    private int[] reach(SizeSearch.Window window, int stepZ, int step) {
        int[] reach = {0, 0};
        for (int trial = 0; trial < TRIALS; trial++) {
            float[] image = noise(window);
            float[] before = run(image, window);
            for (int last = 0; last < 2; last++) {
                int z = window.depth() / 2 / stepZ * stepZ + last * (stepZ - 1);
                int y = window.height() / 2 / step * step + last * (step - 1);
                int x = window.width() / 2 / step * step + last * (step - 1);
                float[] changed = image.clone();
                for (int c = 0; c < channels; c++) {
                    changed[window.at(z, c, y, x, channels)] = trial % 2 == 0 ? 1 : 0;
                }
                float[] after = run(changed, window);
                int outputs = after.length / window.pixels();
                for (int i = 0; i < after.length; i++) {
                    if (after[i] != before[i]) {
                        int dz = Math.abs(i / window.width() / window.height() / outputs - z);
                        int dy = Math.abs(i / window.width() % window.height() - y);
                        int dx = Math.abs(i % window.width() - x);
                        reach[0] = Math.max(reach[0], dz);
                        reach[1] = Math.max(reach[1], Math.max(dy, dx));
                    }
                }
            }
        }
        boolean edge = window.depth() > 1 && reach[0] >= window.depth() / 2 - stepZ;
        boolean edgeInPlane = reach[1] >= Math.min(window.height(), window.width()) / 2 - step;
        return new int[] {edge ? -1 : reach[0], edgeInPlane ? -1 : reach[1]};
    }

    private float[] noise(SizeSearch.Window window) {
        float[] image = new float[channels * window.pixels()];
        for (int i = 0; i < image.length; i++) {
            image[i] = random.nextFloat();
        }
        return image;
    }

    private float[] run(float[] image, SizeSearch.Window window) {
        try (HostTensors output = outputs(image, window)) {
            Probe.refuseOtherSize(output.get(0).shape(), window.depth(), window.height(), window.width());
            float[] values = new float[Math.toIntExact(output.get(0).size())];
            output.get(0).copyTo(0, values, 0, values.length);
            return values;
        }
    }

    /** Returns the shape of the output [N, Z, C, Y, X]. */
    private long[] shape(SizeSearch.Window window) {
        try (HostTensors output = outputs(noise(window), window)) {
            return output.get(0).shape();
        }
    }

    private HostTensors outputs(float[] image, SizeSearch.Window window) {
        Object pixels = type.createArray(image.length);
        for (int i = 0; i < image.length; i++) {
            type.set(pixels, i, type == PixelType.FLOAT32 ? image[i] : image[i] * (float) type.fullValue());
        }
        float[] scale = network.recipe().neutral(channels, (float) type.fullValue());
        try (HostTensor input = HostTensor.of(pixels, 1, window.depth(), channels, window.height(), window.width())) {
            return network.run(input, scale, Network.Core.ALL, 0.5, Network.Head.VALUES);
        }
    }
}
