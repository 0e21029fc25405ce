// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ImageProcessor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;

/** Images for tests. */
public final class Images {
    private Images() {}

    /** Noise with structure: a few waves, so that neither percentiles nor labels are trivial. */
    public static ImagePlus noise(long seed, int bits, int width, int height, int channels, int slices, int frames) {
        Random random = new Random(seed);
        ImagePlus image = IJ.createHyperStack("noise.tif", width, height, channels, slices, frames, bits);
        ImageStack stack = image.getStack();
        double full = bits == 8 ? 255 : bits == 16 ? 65_535 : 3;
        for (int plane = 1; plane <= stack.size(); plane++) {
            ImageProcessor pixels = stack.getProcessor(plane);
            double phase = random.nextDouble() * 7;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double wave = 0.5 + 0.3 * Math.sin(x * 0.13 + phase) * Math.cos(y * 0.09 - phase);
                    double value = full * Math.min(1, Math.max(0, wave + 0.1 * random.nextGaussian()));
                    pixels.setf(x, y, (float) (bits == 32 ? value : Math.rint(value)));
                }
            }
        }
        return image;
    }

    /** Returns a file beside the project that not everybody has; skips the test where it is not there. */
    public static Path shared(String path) {
        Path file = Path.of("..", "shared", path);
        Assumptions.assumeTrue(Files.exists(file), file + " is not here, so this was not compared");
        return file;
    }
}
