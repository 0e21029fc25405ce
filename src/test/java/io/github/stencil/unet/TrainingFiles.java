// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import io.github.stencil.unet.data.Discs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Folders of generated 8-bit images, bright discs or balls on noise, and of their masks. */
public final class TrainingFiles {
    private TrainingFiles() {}

    /** Writes {@code count} images into {@code images} and {@code labels} of a folder. */
    public static void write(Path folder, long seed, int count, int depth, int height, int width) {
        Random random = new Random(seed);
        try {
            Files.createDirectories(folder.resolve("images"));
            Files.createDirectories(folder.resolve("labels"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int i = 0; i < count; i++) {
            int[] truth = Discs.truth(random, depth, height, width);
            ImageStack pixels = new ImageStack(width, height);
            ImageStack labels = new ImageStack(width, height);
            for (int z = 0; z < depth; z++) {
                byte[] plane = new byte[height * width];
                byte[] mask = new byte[height * width];
                for (int p = 0; p < plane.length; p++) {
                    int inside = truth[z * plane.length + p];
                    double value = 40 + 120 * inside + 15 * random.nextGaussian();
                    plane[p] = (byte) Math.max(0, Math.min(255, Math.round(value)));
                    mask[p] = (byte) (255 * inside);
                }
                pixels.addSlice(new ByteProcessor(width, height, plane));
                labels.addSlice(new ByteProcessor(width, height, mask));
            }
            save(pixels, folder.resolve("images").resolve("scene" + i + ".tif"));
            save(labels, folder.resolve("labels").resolve("scene" + i + ".tif"));
        }
    }

    private static void save(ImageStack stack, Path file) {
        ImagePlus image = new ImagePlus(file.getFileName().toString(), stack);
        image.setDimensions(1, stack.size(), 1);
        IJ.saveAsTiff(image, file.toString());
    }
}
