// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.LUT;
import java.util.Arrays;
import net.imglib2.Interval;

/** A result in memory: the planes of an ImageJ stack. */
public final class MemoryImage implements ImageSink {
    private final Description description;
    private final Object[] planes;

    /**
     * Creates an image of zeros.
     *
     * @param description what it is to be; an RGB one has three channels
     */
    public MemoryImage(Description description) {
        this.description = description;
        planes = new Object
                [description.rgb()
                        ? description.extent().planes() / 3
                        : description.extent().planes()];
    }

    @Override
    public Description description() {
        return description;
    }

    @Override
    public void write(Interval block, Pixels pixels) {
        BlockRuns.each(block, description.extent(), (plane, first, at, length) -> {
            if (description.rgb()) {
                colour(plane, (int) first, length, pixels, at);
            } else {
                copy(pixels, at, plane(plane), (int) first, length);
            }
        });
    }

    private void copy(Pixels pixels, int from, Object into, int at, int length) {
        pixels.copy(from, into, at, length);
        if (description.type() == PixelType.INT16) {
            Signed.turn((short[]) into, at, length);
        }
    }

    /** Uses an array as a plane instead of copying it; not one of signed numbers, which ImageJ keeps otherwise. */
    public void alias(int plane, Object array) {
        planes[plane] = array;
    }

    @Override
    public AxisImage finish() {
        return AxisImage.of(imagePlus());
    }

    /** Returns what has been written as an ImageJ image, which shares the pixels. */
    public ImagePlus imagePlus() {
        Extent extent = description.extent();
        ImageStack stack = new ImageStack(extent.width(), extent.height());
        for (int plane = 0; plane < planes.length; plane++) {
            stack.addSlice(description.planeLabel(plane), plane(plane));
        }
        ImagePlus image = new ImagePlus(description.title(), stack);
        image.setDimensions(description.rgb() ? 1 : extent.channels(), extent.slices(), extent.frames());
        image.setCalibration(Signed.calibration(description.calibration(), description.type()));
        if (image.getStackSize() > 1) {
            image.setOpenAsHyperStack(true);
        }
        ImagePlus dressed = dress(image);
        String label = description.planeLabel(0);
        if (planes.length == 1 && label != null) {
            dressed.setProp("Slice_Label", label); // a colour table makes ImageJ forget a single plane's label
        }
        return dressed;
    }

    @Override
    public void close() {
        // arrays need no closing
    }

    private ImagePlus dress(ImagePlus image) {
        LUT[] luts = Signed.shown(description.luts(), description.type()).stream()
                .map(lut -> (LUT) lut.clone())
                .toArray(LUT[]::new);
        boolean channels = description.extent().channels() > 1 && !description.rgb();
        if (channels && description.composite() != 0) {
            CompositeImage composite = new CompositeImage(image, description.composite());
            if (luts.length == description.extent().channels()) {
                composite.setLuts(luts);
                composite.setDisplayRange(luts[0].min, luts[0].max); // which ImageJ else does when it draws the image
            }
            return composite;
        }
        if (luts.length > 0 && !description.rgb()) {
            image.setLut(luts[0]);
            if (luts[0].max > luts[0].min) {
                image.setDisplayRange(luts[0].min, luts[0].max);
            }
        } else if (!description.rgb()) {
            image.resetDisplayRange();
        }
        return image;
    }

    private synchronized Object plane(int plane) {
        Object array = planes[plane];
        if (array == null) {
            int length = description.extent().planeLength();
            array = description.rgb() ? opaque(length) : description.type().createArray(length);
            if (description.type() == PixelType.INT16) {
                Arrays.fill((short[]) array, Signed.ZERO);
            }
            planes[plane] = array;
        }
        return array;
    }

    private static int[] opaque(int length) {
        int[] black = new int[length];
        Arrays.fill(black, 0xff000000);
        return black;
    }

    private void colour(int plane, int at, int length, Pixels pixels, int from) {
        int[] argb = (int[]) plane(plane / 3);
        int shift = 16 - 8 * (plane % 3);
        byte[] run = new byte[length];
        pixels.copy(from, run, 0, length);
        synchronized (argb) { // the three channels share their pixels
            for (int i = 0; i < length; i++) {
                argb[at + i] = (argb[at + i] & ~(0xff << shift)) | ((run[i] & 0xff) << shift);
            }
        }
    }
}
