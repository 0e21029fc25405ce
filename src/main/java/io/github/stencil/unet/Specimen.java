// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.model.file.Npy;
import io.github.stencil.unet.graph.NetworkFile;
import io.github.stencil.unet.graph.UNetShape;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import net.imglib2.FinalInterval;

/**
 * A piece of an image and what a network makes of it: what a model's folder is tested with, and what its cover shows.
 * Sizes are divisible by the network's step, and no smaller than other programs are told.
 */
final class Specimen {
    private static final int LARGEST = 256;
    private static final int DEEPEST = 32;
    private static final float HUE = 0.618034f;

    private final UNetShape shape;
    private final int[] size;
    private final float[] pixels;
    private final float[] probabilities;

    private Specimen(UNetShape shape, int[] size, float[] pixels, float[] probabilities) {
        this.shape = shape;
        this.size = size;
        this.pixels = pixels;
        this.probabilities = probabilities;
    }

    /** Cuts the middle out of an image, mirrored where it is smaller than that, and runs the network. */
    static Specimen of(UNetShape shape, NetworkFile network, AxisImage image) {
        Extent extent = image.extent();
        TileSizes sizes = TileSizes.of(shape); // of which the description for bioimage.io tells
        int[] size = {
            shape.volume() ? Math.max(sizes.smallestZ(), fit(extent.slices(), DEEPEST, shape.step(0))) : 1,
            Math.max(sizes.smallestY(), fit(extent.height(), LARGEST, shape.step(1))),
            Math.max(sizes.smallestX(), fit(extent.width(), LARGEST, shape.step(2)))
        };
        float[] pixels = cut(image, size);
        long[] in = shape.volume()
                ? new long[] {1, size[0], size[1], size[2], shape.channels()}
                : new long[] {1, size[1], size[2], shape.channels()};
        return new Specimen(shape, size, pixels, network.probabilities(pixels, in));
    }

    private static int fit(int length, int most, int step) {
        return Math.max(step, Math.min(length, most) / step * step);
    }

    private static float[] cut(AxisImage image, int[] size) {
        Extent extent = image.extent();
        int channels = extent.channels();
        float[] pixels = new float[size[0] * size[1] * size[2] * channels];
        int[] first = {
            Math.max(0, (extent.slices() - size[0]) / 2),
            Math.max(0, (extent.height() - size[1]) / 2),
            Math.max(0, (extent.width() - size[2]) / 2)
        };
        int at = 0;
        for (int z = 0; z < size[0]; z++) {
            for (int y = 0; y < size[1]; y++) {
                int row = mirrored(first[1] + y, extent.height());
                int slice = mirrored(first[0] + z, extent.slices());
                Object values = image.copy(new FinalInterval(
                        new long[] {0, row, 0, slice, 0},
                        new long[] {extent.width() - 1L, row, channels - 1L, slice, 0}));
                for (int x = 0; x < size[2]; x++) {
                    int column = mirrored(first[2] + x, extent.width());
                    for (int c = 0; c < channels; c++) {
                        pixels[at++] = (float) image.type().get(values, c * extent.width() + column);
                    }
                }
            }
        }
        return pixels;
    }

    private static int mirrored(int place, int length) {
        int period = Math.max(1, 2 * (length - 1));
        int folded = place % period;
        return Math.min(folded, period - folded);
    }

    void writeInput(Path file) {
        Npy.of(pixels, sizes(shape.channels())).write(file);
    }

    void writeOutput(Path file) {
        Npy.of(probabilities, sizes(shape.outputs())).write(file);
    }

    private int[] sizes(int channels) {
        return shape.volume()
                ? new int[] {1, size[0], size[1], size[2], channels}
                : new int[] {1, size[1], size[2], channels};
    }

    /** Writes the first channel beside the classes; of a volume, the middle slice. */
    void writeCover(Path file) throws IOException {
        int height = size[1];
        int width = size[2];
        int start = size[0] / 2 * height * width;
        BufferedImage cover = new BufferedImage(2 * width, height, BufferedImage.TYPE_INT_RGB);
        float[] plane = new float[height * width];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = pixels[(start + i) * shape.channels()];
        }
        float[] sorted = plane.clone();
        Arrays.sort(sorted);
        float low = sorted[sorted.length / 100];
        float range = Math.max(1e-6f, sorted[sorted.length - 1 - sorted.length / 500] - low);
        for (int i = 0; i < plane.length; i++) {
            float grey = Math.max(0, Math.min(1, (plane[i] - low) / range));
            cover.setRGB(i % width, i / width, new Color(grey, grey, grey).getRGB());
            cover.setRGB(width + i % width, i / width, colour(likeliest(start + i)));
        }
        ImageIO.write(cover, "png", file.toFile());
    }

    private int likeliest(int pixel) {
        return Likeliest.of(probabilities, pixel * shape.outputs(), 1, shape.outputs());
    }

    private static int colour(int label) {
        return label == 0 ? 0 : Color.HSBtoRGB(label * HUE, 0.8f, 1);
    }
}
