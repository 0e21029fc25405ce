package io.github.stencil.model;

import io.github.stencil.axes.PixelType;
import io.github.stencil.tensor.HostTensor;
import io.github.stencil.tensor.HostTensors;
import java.util.Arrays;
import java.util.Random;

/**
 * Finds the receptive field of a network whose graph cannot be read by running it: moves an image and looks by which
 * steps the output moves with it, changes a pixel and looks how far the output changes.
 */
final class MeasuredField {
    private static final int[] STEPS = {1, 2, 4, 8, 16, 32, 64, 128};
    private static final int SIDE = 384;
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

    /** Measures a network; not local if a single pixel changes the output up to the window's edge. */
    static ReceptiveField of(Network network, PixelType type, int channels) {
        MeasuredField field = new MeasuredField(network, type, channels);
        if (network.signature().fixed()) {
            int height = network.signature().height();
            int width = network.signature().width();
            int reach = field.reach(height > 0 ? height : SIDE, width > 0 ? width : SIDE, 1);
            return reach < 0 ? notLocal(1) : ReceptiveField.of(1, reach, HOW);
        }
        for (int step : STEPS) {
            if (field.runsAndMovesBy(step)) {
                int reach = field.reach(SIDE, SIDE, step);
                // a pixel that does not show in a few trials may still matter: one step more
                return reach < 0 ? notLocal(step) : ReceptiveField.of(step, reach + step, HOW);
            }
        }
        return notLocal(STEPS[STEPS.length - 1]);
    }

    private static ReceptiveField notLocal(int step) {
        return new ReceptiveField(step, 0, false, HOW);
    }

    /** Tells whether the network takes sizes that are multiples of a step, and its output moves with the input by it. */
    private boolean runsAndMovesBy(int step) {
        int side = SIDE + step;
        float[] image = noise(side, side);
        float[] moved = new float[image.length];
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    int from = Math.floorMod(y - step, side) * side + Math.floorMod(x - step, side);
                    moved[(c * side + y) * side + x] = image[c * side * side + from];
                }
            }
        }
        try {
            float[] before = run(image, side, side);
            float[] after = run(moved, side, side);
            int outputs = before.length / (side * side);
            int middle = side / 2;
            for (int c = 0; c < outputs; c++) {
                for (int y = middle - 8; y < middle + 8; y++) {
                    for (int x = middle - 8; x < middle + 8; x++) {
                        int at = (c * side + y) * side + x;
                        if (Math.abs(before[at] - after[at + step * side + step]) > SAME) {
                            return false;
                        }
                    }
                }
            }
            return true;
        } catch (RuntimeException e) {
            return false; // sizes that the network cannot join
        }
    }

    /** Returns how far from a changed pixel the output changes at most, or -1 if up to the edge. */
    private int reach(int height, int width, int step) {
        int reach = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            float[] image = noise(height, width);
            float[] before = run(image, height, width);
            for (int phase : new int[] {0, step - 1}) {
                int y = height / 2 / step * step + phase;
                int x = width / 2 / step * step + phase;
                float[] changed = image.clone();
                for (int c = 0; c < channels; c++) {
                    changed[(c * height + y) * width + x] = trial % 2 == 0 ? 1 : 0;
                }
                float[] after = run(changed, height, width);
                for (int i = 0; i < after.length; i++) {
                    if (after[i] != before[i]) {
                        int dy = Math.abs(i / width % height - y);
                        int dx = Math.abs(i % width - x);
                        reach = Math.max(reach, Math.max(dy, dx));
                    }
                }
            }
        }
        return reach >= Math.min(height, width) / 2 - step ? -1 : reach;
    }

    private float[] noise(int height, int width) {
        float[] image = new float[channels * height * width];
        for (int i = 0; i < image.length; i++) {
            image[i] = random.nextFloat();
        }
        return image;
    }

    private float[] run(float[] image, int height, int width) {
        Object pixels = type.createArray(image.length);
        for (int i = 0; i < image.length; i++) {
            switch (type) {
                case UINT8 -> ((byte[]) pixels)[i] = (byte) (image[i] * 255);
                case UINT16 -> ((short[]) pixels)[i] = (short) (image[i] * 65_535);
                case FLOAT32 -> ((float[]) pixels)[i] = image[i];
            }
        }
        float[] scale = new float[2 * channels];
        Arrays.fill(scale, channels, 2 * channels, (float) type.fullValue());
        try (HostTensor window = HostTensor.of(pixels, 1, channels, height, width);
                HostTensors output =
                        network.run(window, scale, new Network.Core(0, 0, height, width), 0.5, Network.Head.VALUES)) {
            float[] values = new float[Math.toIntExact(output.get(0).size())];
            output.get(0).copyTo(0, values, 0, values.length);
            return values;
        }
    }
}
