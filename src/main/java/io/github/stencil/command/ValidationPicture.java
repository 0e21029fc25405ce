// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import ij.ImagePlus;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.Extent;
import io.github.stencil.image.Luts;
import io.github.stencil.unet.Likeliest;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * A window that shows, after each epoch, what the network makes of one held-back image: left the image, right the same
 * with the predicted classes in colour. Nothing without a display.
 */
final class ValidationPicture {
    private static final int GAP = 4;
    private static final int LONGEST = 1024;

    private @Nullable ImagePlus shown;

    /** Shows the middle slice of an image and its prediction; closing the window ends that. */
    void show(AxisImage image, AxisImage probabilities) {
        if (!GraphicsEnvironment.isHeadless()) {
            ColorProcessor picture = picture(image, probabilities);
            EventQueue.invokeLater(() -> draw(picture, image.title()));
        }
    }

    private void draw(ColorProcessor picture, String title) {
        ImagePlus open = shown;
        if (open == null) {
            shown = new ImagePlus("Validation: " + title, picture);
            shown.show();
        } else if (open.getWindow() != null) {
            open.setProcessor(picture);
        }
    }

    /** Draws the two side by side, of large images every nth pixel. */
    static ColorProcessor picture(AxisImage image, AxisImage probabilities) {
        Extent extent = image.extent();
        int step = Math.max(1, (Math.max(extent.width(), extent.height()) + LONGEST - 1) / LONGEST);
        int width = (extent.width() + step - 1) / step;
        int height = (extent.height() + step - 1) / step;
        int slice = extent.slices() / 2;
        int outputs = probabilities.extent().channels();
        float[] levels = new float[width * height];
        int[] labels = new int[width * height];
        for (int y = 0; y < height; y++) {
            Object pixels = image.copy(extent.rows(y * step, y * step, 0, 0, slice, 0));
            float[] values = (float[]) probabilities.copy(
                    probabilities.extent().rows(y * step, y * step, 0, outputs - 1, slice, 0)); // [C, X]
            for (int x = 0; x < width; x++) {
                levels[y * width + x] = (float) image.type().get(pixels, x * step);
                labels[y * width + x] = Likeliest.of(values, x * step, extent.width(), outputs);
            }
        }
        byte[] grey = stretched(new FloatProcessor(width, height, levels));
        ColorProcessor picture = new ColorProcessor(2 * width + GAP, height);
        picture.setColor(java.awt.Color.WHITE);
        picture.fill();
        for (int i = 0; i < width * height; i++) {
            int level = (grey[i] & 0xff) * 0x010101;
            picture.set(i % width, i / width, level);
            picture.set(i % width + width + GAP, i / width, labels[i] == 0 ? level : mix(level, labels[i]));
        }
        return picture;
    }

    private static byte[] stretched(ImageProcessor pixels) {
        pixels.resetMinAndMax();
        return (byte[]) pixels.convertToByteProcessor().getPixels();
    }

    private static int mix(int grey, int label) {
        int colour = Luts.classColour(label);
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            mixed = (mixed << 8) | (((grey >> shift & 0xff) + (colour >> shift & 0xff)) / 2);
        }
        return mixed;
    }
}
