package io.github.stencil.label;

import io.github.stencil.StencilException;
import io.github.stencil.axes.AxisImage;
import io.github.stencil.axes.Extent;
import net.imglib2.Interval;

/** Blocks of a label map as whole numbers. For one thread, as its buffer is used again. */
final class LabelPlane {
    private final AxisImage image;
    private Object pixels;
    private int length;

    /**
     * Prepares to read.
     *
     * @throws StencilException if the image is no label map by its channels
     */
    LabelPlane(AxisImage image) {
        if (image.description().rgb() || image.extent().channels() > 1) {
            throw StencilException.of(
                    "\"%s\" has %d channels but a label map has one. Keep one channel, or turn a categorical stack into labels with Categorical to Labels.",
                    image.title(), image.extent().channels());
        }
        this.image = image;
        pixels = image.type().createArray(0);
    }

    /**
     * Reads a plane.
     *
     * @param into as long as a plane, X fastest
     * @return whether any pixel is not 0
     * @throws StencilException if a pixel is no whole number from 0 to {@link LabelList#HIGHEST}
     */
    boolean read(int slice, int frame, int... into) {
        Extent extent = image.extent();
        return read(extent.rows(0, extent.height() - 1, 0, 0, slice, frame), into);
    }

    /**
     * Reads a block [X, Y, C, Z, T]; see {@link #read(int, int, int...)}.
     *
     * @param into as long as the block
     */
    boolean read(Interval block, int... into) {
        if (length < into.length) {
            length = into.length;
            pixels = image.type().createArray(length);
        }
        image.copy(block, pixels);
        int any = 0;
        switch (image.type()) {
            case UINT8 -> {
                byte[] values = (byte[]) pixels;
                for (int i = 0; i < into.length; i++) {
                    into[i] = values[i] & 0xff;
                    any |= into[i];
                }
            }
            case UINT16 -> {
                short[] values = (short[]) pixels;
                for (int i = 0; i < into.length; i++) {
                    into[i] = values[i] & 0xffff;
                    any |= into[i];
                }
            }
            case UINT32 -> {
                int[] values = (int[]) pixels;
                for (int i = 0; i < into.length; i++) {
                    if (values[i] < 0) {
                        throw LabelCensus.noLabel(image, block, i);
                    }
                    into[i] = values[i];
                    any |= values[i];
                }
            }
            case FLOAT32 -> {
                float[] values = (float[]) pixels;
                for (int i = 0; i < into.length; i++) {
                    int label = (int) values[i];
                    if (label != values[i] || label < 0 || label > LabelList.HIGHEST) {
                        throw LabelCensus.noLabel(image, block, i);
                    }
                    into[i] = label;
                    any |= label;
                }
            }
        }
        return any != 0;
    }
}
