// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.FloatProcessor;
import ij.process.ShortProcessor;
import java.util.Random;

/** Random images with everything that objects can be: holes, parts, touching corners, single pixels, the image's edge. */
public final class Blobs {
    private Blobs() {}

    /** Returns a mask: rectangles in and out, then single pixels in and out. */
    public static boolean[] mask(Random random, int width, int height, int depth) {
        boolean[] mask = new boolean[width * height * depth];
        for (int box = 0; box < mask.length / 30 + 3; box++) {
            boolean in = random.nextInt(3) > 0;
            int x0 = random.nextInt(width + 4) - 4;
            int y0 = random.nextInt(height + 4) - 4;
            int z0 = random.nextInt(depth + 1) - 1;
            int x1 = x0 + random.nextInt(7);
            int y1 = y0 + random.nextInt(7);
            int z1 = z0 + random.nextInt(3);
            for (int z = Math.max(0, z0); z <= Math.min(depth - 1, z1); z++) {
                for (int y = Math.max(0, y0); y <= Math.min(height - 1, y1); y++) {
                    for (int x = Math.max(0, x0); x <= Math.min(width - 1, x1); x++) {
                        mask[(z * height + y) * width + x] = in;
                    }
                }
            }
        }
        for (int i = 0; i < mask.length / 10; i++) {
            mask[random.nextInt(mask.length)] = random.nextBoolean();
        }
        return mask;
    }

    /** Returns labels with boxes of different labels over one another and single pixels. */
    public static int[] labels(Random random, int width, int height, int most) {
        int[] labels = new int[width * height];
        for (int label = 0; label < 12; label++) {
            boolean[] mask = mask(random, width, height, 1);
            int value = label % 3 == 0 ? 0 : 1 + random.nextInt(most);
            int keep = random.nextInt(4);
            for (int i = 0; i < labels.length; i++) {
                labels[i] = mask[i] && (i / 7 + keep) % 4 != 0 ? value : labels[i];
            }
        }
        return labels;
    }

    /** Returns an image of planes; 32-bit if a label needs that. */
    public static ImagePlus image(String title, int width, int height, int slices, int frames, int[]... planes) {
        ImageStack stack = new ImageStack(width, height);
        for (int[] plane : planes) {
            FloatProcessor floats = new FloatProcessor(width, height, plane);
            boolean high = floats.getMax() > 65_535;
            stack.addSlice(high ? floats : new ShortProcessor(width, height, shorts(plane), null));
        }
        ImagePlus image = new ImagePlus(title, stack);
        image.setDimensions(1, slices, frames);
        return image;
    }

    private static short[] shorts(int... values) {
        short[] shorts = new short[values.length];
        for (int i = 0; i < values.length; i++) {
            shorts[i] = (short) values[i];
        }
        return shorts;
    }
}
