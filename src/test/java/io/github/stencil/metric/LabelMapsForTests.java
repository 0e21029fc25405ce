// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Space;
import java.util.List;
import java.util.Random;

/** Random label maps and short ways to count them. */
public final class LabelMapsForTests {
    private LabelMapsForTests() {}

    /** Labels 0 to classes - 1 in patches of up to 9 pixels in a row, and in places pixel by pixel. */
    public static int[] labels(Random random, int length, int classes) {
        int[] labels = new int[length];
        for (int i = 0; i < length; ) {
            int label = random.nextInt(classes);
            for (int run = 1 + random.nextInt(9); run > 0 && i < length; run--) {
                labels[i++] = label;
            }
        }
        return labels;
    }

    /** An image of a bit depth, its planes filled one after the other. */
    public static ImagePlus image(String title, int bits, int width, int height, int... labels) {
        ImageStack stack = new ImageStack(width, height);
        for (int from = 0; from < labels.length; from += width * height) {
            ImageProcessor plane = switch (bits) {
                case 8 -> new ByteProcessor(width, height);
                case 16 -> new ShortProcessor(width, height);
                default -> new FloatProcessor(width, height);
            };
            for (int i = 0; i < width * height; i++) {
                plane.setf(i, labels[from + i]);
            }
            stack.addSlice(plane);
        }
        return new ImagePlus(title, stack);
    }

    /** Two open images, compared plane by plane. */
    public static Comparison compare(ImagePlus truth, ImagePlus prediction) {
        return Comparison.of(AxisImage.of(truth), AxisImage.of(prediction));
    }

    public static List<ImageCounts> count(ImagePlus truth, ImagePlus prediction, Space space) {
        return Scores.count(compare(truth, prediction).withSpace(space));
    }

    public static ConfusionCounts count(ImagePlus truth, ImagePlus prediction) {
        return count(truth, prediction, Space.VOLUMES).get(0).counts();
    }
}
