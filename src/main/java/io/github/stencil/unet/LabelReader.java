package io.github.stencil.unet;

import io.github.stencil.StencilException;
import io.github.stencil.axes.AxisImage;
import io.github.stencil.axes.Extent;
import io.github.stencil.axes.PixelType;
import io.github.stencil.label.LabelList;
import net.imglib2.Interval;
import net.imglib2.util.Intervals;

/** Reads labels as whole numbers. */
final class LabelReader {
    private LabelReader() {}

    /**
     * Returns the labels of a block, X fastest.
     *
     * @param block [X, Y, C, Z, T], inside the image
     * @throws StencilException if a pixel is no label; names the first one
     */
    static int[] read(AxisImage image, Interval block) {
        int[] labels = new int[Math.toIntExact(Intervals.numElements(block))];
        Object pixels = image.copy(block);
        switch (image.type()) {
            case UINT8 -> {
                byte[] bytes = (byte[]) pixels;
                for (int i = 0; i < labels.length; i++) {
                    labels[i] = bytes[i] & 0xff;
                }
            }
            case UINT16 -> {
                short[] shorts = (short[]) pixels;
                for (int i = 0; i < labels.length; i++) {
                    labels[i] = shorts[i] & 0xffff;
                }
            }
            case UINT32 -> throw PixelType.tooWide();
            case FLOAT32 -> {
                float[] floats = (float[]) pixels;
                for (int i = 0; i < labels.length; i++) {
                    int label = (int) floats[i];
                    if (label != floats[i] || label < 0 || label > LabelList.HIGHEST) {
                        throw noLabel(image, floats[i], block, i);
                    }
                    labels[i] = label;
                }
            }
        }
        return labels;
    }

    private static StencilException noLabel(AxisImage image, float value, Interval block, int index) {
        long width = block.dimension(0);
        long height = block.dimension(1);
        Extent extent = image.extent();
        String slice = extent.slices() > 1 ? ", slice " + (block.min(3) + index / (width * height) + 1) : "";
        String frame = extent.frames() > 1 ? ", frame " + (block.min(4) + 1) : "";
        return StencilException.of(
                "The labels \"%s\" are %s at x=%d, y=%d%s%s but labels are whole numbers from 0 to %,d. Give a label map.",
                image.title(),
                value,
                block.min(0) + index % width,
                block.min(1) + index / width % height,
                slice,
                frame,
                LabelList.HIGHEST);
    }
}
