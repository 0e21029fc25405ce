// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import ij.ImagePlus;
import ij.process.ColorProcessor;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Luts;
import java.util.Arrays;

/**
 * Patches beside their labels, four pairs in a row: the normalised range 0 to 1 as black to white, or the first three
 * channels as red, green and blue; class 0 black, the others coloured, pixels that do not count grey. Of volumes, the
 * middle slice.
 */
final class PatchMontage {
    /** How many pairs a montage shows. */
    static final int PAIRS = 16;

    private static final int PAIRS_PER_ROW = 4;
    private static final int GAP = 4;
    private static final int WHITE = 0xffffff;
    private static final int GREY = 0x808080;

    private final int width;
    private final int height;
    private final int fullWidth;
    private final int[] colours;

    private PatchMontage(int width, int height) {
        this.width = width;
        this.height = height;
        fullWidth = PAIRS_PER_ROW * (2 * width + 2 * GAP) - GAP;
        colours = new int[fullWidth * (PAIRS / PAIRS_PER_ROW * (height + GAP) - GAP)];
        Arrays.fill(colours, WHITE);
    }

    /** Returns the montage [X, Y, C] as an RGB image. */
    static AxisImage of(PatchMaker maker) {
        PatchMontage montage = null;
        int done = 0;
        for (int step = 0; done < PAIRS; step++) {
            Batch batch = maker.batch(step / maker.stepsPerEpoch(), step % maker.stepsPerEpoch());
            if (montage == null) {
                montage = new PatchMontage(batch.width(), batch.height());
            }
            for (int i = 0; i < batch.samples() && done < PAIRS; i++) {
                montage.draw(batch, i, done++);
            }
        }
        PatchMontage full = java.util.Objects.requireNonNull(montage);
        ColorProcessor pixels = new ColorProcessor(full.fullWidth, full.colours.length / full.fullWidth, full.colours);
        return AxisImage.of(new ImagePlus("Training patches", pixels));
    }

    private void draw(Batch batch, int sample, int pair) {
        int x = pair % PAIRS_PER_ROW * (2 * width + 2 * GAP);
        int y = pair / PAIRS_PER_ROW * (height + GAP);
        int from = (sample * batch.depth() + batch.depth() / 2) * height * width;
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                int at = from + row * width + column;
                int to = (y + row) * fullWidth + x + column;
                colours[to] = pixel(batch.images(), at * batch.channels(), batch.channels());
                colours[to + width + GAP / 2] = batch.weights()[at] == 0 ? GREY : colour(batch.labels()[at]);
            }
        }
    }

    private static int pixel(float[] images, int at, int channels) {
        int colour = 0;
        for (int c = 0; c < 3; c++) {
            float value = channels == 1 ? images[at] : c < channels ? images[at + c] : 0;
            colour = colour << 8 | Math.round(255 * Math.max(0, Math.min(1, value)));
        }
        return colour;
    }

    private static int colour(int label) {
        return label == 0 ? 0 : Luts.classColour(label);
    }
}
