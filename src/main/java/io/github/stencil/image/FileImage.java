// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.nio.file.Path;
import java.util.List;

/**
 * An ImageJ image over a file of which no plane is in memory until something asks for a processor. ImageJ's own virtual
 * images hold their current plane, which for 16,384 x 16,384 in 32-bit is a gigabyte.
 */
public abstract class FileImage extends ImagePlus {
    private final VirtualStack stack;
    private final List<LUT> luts;
    private final int mode;

    /** Creates an image with display ranges as ImageJ has them. */
    @SuppressWarnings("this-escape") // nobody overrides what is set here
    public FileImage(String title, VirtualStack stack, Extent extent, int type, List<LUT> luts, int mode) {
        this.stack = stack;
        this.luts = List.copyOf(luts);
        setTitle(title);
        width = extent.width();
        height = extent.height();
        nChannels = extent.channels();
        nSlices = extent.slices();
        nFrames = extent.frames();
        dimensionsSet = true;
        setType(type);
        if (!luts.isEmpty()) {
            stack.setColorModel(luts.get(0));
        }
        setOpenAsHyperStack(extent.planes() > 1);
        this.mode = nChannels > 1 ? mode : 0;
    }

    /** Returns ImageJ's name for grey images of a type; whole numbers of 32 bits are shown as floating point. */
    public static int grey(PixelType type) {
        return switch (type) {
            case UINT8 -> GRAY8;
            case UINT16, INT16 -> GRAY16;
            case UINT32, FLOAT32 -> GRAY32;
        };
    }

    /** Returns the file, or the folder of files, with the pixels. */
    public abstract Path path();

    /** Says that the file has another name now. */
    public abstract void moved(Path target);

    /** Returns the colour tables in the file, with display ranges; empty if it has none. */
    List<LUT> luts() {
        return luts;
    }

    /** Returns ImageJ's display mode that the file asks for; 0 for none. */
    int mode() {
        return mode;
    }

    @Override
    public ImageStack getStack() {
        return stack;
    }

    @Override
    public ImageStack getImageStack() {
        return stack;
    }

    @Override
    public int getStackSize() {
        return stack == null ? 1 : stack.size();
    }

    @Override
    public int getImageStackSize() {
        return getStackSize();
    }

    @Override
    public boolean hasImageStack() {
        return getStackSize() > 1;
    }

    @Override
    public int getBitDepth() {
        return stack.getBitDepth();
    }

    /** Reads the current plane, if that has not happened yet. */
    @Override
    public ImageProcessor getProcessor() {
        if (ip == null) {
            setStack(null, stack);
            if (!luts.isEmpty() && luts.get(0).max > luts.get(0).min) {
                setDisplayRange(luts.get(0).min, luts.get(0).max);
            }
        }
        return super.getProcessor();
    }

    @Override
    public double getDisplayRangeMin() {
        return getProcessor().getMin();
    }

    @Override
    public double getDisplayRangeMax() {
        return getProcessor().getMax();
    }

    @Override
    public void show(String message) {
        getProcessor();
        super.show(message);
    }
}
