package io.github.stencil.command;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import io.github.stencil.axes.AxisImage;
import io.github.stencil.axes.Extent;
import io.github.stencil.axes.Luts;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * A window that shows, after each epoch, what the network makes of one held-back image: left the image, right the same
 * with the predicted classes in colour. Nothing without a display.
 */
final class ValidationPicture {
    private static final int GAP = 4;

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

    /** Draws the two side by side. */
    static ColorProcessor picture(AxisImage image, AxisImage probabilities) {
        Extent extent = image.extent();
        int width = extent.width();
        int height = extent.height();
        int slice = extent.slices() / 2;
        int outputs = probabilities.extent().channels();
        byte[] grey = grey(image, slice);
        float[] values = (float[])
                probabilities.copy(probabilities.extent().rows(0, height - 1, 0, outputs - 1, slice, 0)); // [C, Y, X]
        ColorProcessor picture = new ColorProcessor(2 * width + GAP, height);
        picture.setColor(java.awt.Color.WHITE);
        picture.fill();
        for (int i = 0; i < width * height; i++) {
            int level = (grey[i] & 0xff) * 0x010101;
            int label = likeliest(values, i, width * height, outputs);
            picture.set(i % width, i / width, level);
            picture.set(i % width + width + GAP, i / width, label == 0 ? level : mix(level, label));
        }
        return picture;
    }

    private static byte[] grey(AxisImage image, int slice) {
        Extent extent = image.extent();
        Object pixels = image.copy(extent.rows(0, extent.height() - 1, 0, 0, slice, 0));
        float[] floats = new float[extent.width() * extent.height()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) image.type().get(pixels, i);
        }
        ImageProcessor stretched = new FloatProcessor(extent.width(), extent.height(), floats);
        stretched.resetMinAndMax();
        ByteProcessor bytes = stretched.convertToByteProcessor();
        return (byte[]) bytes.getPixels();
    }

    private static int likeliest(float[] values, int pixel, int pixels, int outputs) {
        if (outputs == 1) {
            return values[pixel] >= 0.5f ? 1 : 0;
        }
        int best = 0;
        for (int c = 1; c < outputs; c++) {
            best = values[c * pixels + pixel] > values[best * pixels + pixel] ? c : best;
        }
        return best;
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
