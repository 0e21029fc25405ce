// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import io.github.stencil.Progress;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Space;
import io.github.stencil.label.LabelReader;
import io.github.stencil.label.LabelSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.util.Intervals;

/** Random images with labels for tests. */
final class TrainingScenes {
    private TrainingScenes() {}

    /** Balls with a label each, later ones over earlier ones, so that some touch; [D, H, W], 0 where there is none. */
    static int[] objects(Random random, int width, int height, int depth, int count) {
        int[] labels = new int[width * height * depth];
        for (int label = 1; label <= count; label++) {
            double radius = 3 + 5 * random.nextDouble();
            double cx = width * random.nextDouble();
            double cy = height * random.nextDouble();
            double cz = depth == 1 ? 0 : depth * random.nextDouble();
            for (int i = 0; i < labels.length; i++) {
                double dx = i % width - cx;
                double dy = i / width % height - cy;
                double dz = i / (width * height) - cz;
                if (dx * dx + dy * dy + dz * dz < radius * radius) {
                    labels[i] = label;
                }
            }
        }
        return labels;
    }

    /** An 8-bit image with channels that is bright where labels are. */
    static AxisImage bright(Random random, int[] labels, int width, int height, int depth, int channels) {
        int plane = width * height;
        byte[] pixels = new byte[labels.length * channels];
        for (int i = 0; i < pixels.length; i++) {
            int label = labels[i / (plane * channels) * plane + i % plane];
            pixels[i] = (byte) ((label > 0 ? 150 : 40) + random.nextInt(60));
        }
        return AxisImage.of("image.tif", ArrayImgs.unsignedBytes(pixels, width, height, channels, depth, 1), "XYCZT");
    }

    /** A 16-bit label map. */
    static AxisImage map(int[] labels, int width, int height, int depth) {
        short[] pixels = new short[labels.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (short) labels[i];
        }
        return AxisImage.of("labels.tif", ArrayImgs.unsignedShorts(pixels, width, height, 1, depth, 1), "XYCZT");
    }

    static AxisImage floats(float[] pixels, int width, int height) {
        return AxisImage.of("floats.tif", ArrayImgs.floats(pixels, width, height), "XY");
    }

    /** Images with objects, opened without anything held back. */
    static TrainingData data(long seed, Task task, int count, int width, int height, int depth, int channels) {
        Space space = depth > 1 ? Space.VOLUMES : Space.PLANES;
        return data(seed, count, width, height, depth, channels, settings(task, space, 0, seed));
    }

    /** Returns the same with other settings. */
    static TrainingData data(
            long seed, int count, int width, int height, int depth, int channels, DataSettings settings) {
        Task task = settings.task();
        Random random = new Random(seed);
        List<AxisImage> images = new ArrayList<>();
        List<AxisImage> maps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int[] labels = objects(random, width, height, depth, 6);
            images.add(bright(random, labels, width, height, depth, channels));
            if (task == Task.CLASSES) {
                for (int k = 0; k < labels.length; k++) {
                    labels[k] = Math.min(labels[k], 2);
                }
            }
            maps.add(map(labels, width, height, depth));
        }
        return open(images, maps, settings);
    }

    static TrainingData open(List<AxisImage> images, List<AxisImage> labels, DataSettings settings) {
        return TrainingData.of(images, labels, settings, Progress.NONE);
    }

    static DataSettings settings(Task task, Space space, double validation, long seed) {
        return DataSettings.of(task, space).withValidation(validation).withSeed(seed);
    }

    static DataSettings ignoring(DataSettings s, String ignore) {
        return s.withIgnore(LabelSet.of(ignore));
    }

    /** Returns all labels of a map. */
    static int[] labels(AxisImage map) {
        int[] labels = new int[(int) Intervals.numElements(map.extent().interval())];
        LabelReader.of(map).read(map.extent().interval(), labels);
        return labels;
    }
}
