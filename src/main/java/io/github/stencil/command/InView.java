// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;

/** What of a stack a user sees, as an image of its own over the same pixels, with the same colours and selection. */
final class InView {
    private InView() {}

    /** Returns the plane of an image that is in view, with all its channels. */
    static ImagePlus plane(ImagePlus image) {
        return plane(image, image);
    }

    /** Returns the plane of an image at the position at which another is in view, with all its channels. */
    static ImagePlus plane(ImagePlus image, ImagePlus viewed) {
        int slice = Math.min(slice(viewed), image.getNSlices());
        return part(image, slice, slice, Math.min(frame(viewed), image.getNFrames()));
    }

    /** Returns the volume of the frame that is in view, with all its channels. */
    static ImagePlus volume(ImagePlus image) {
        return part(image, 1, image.getNSlices(), frame(image));
    }

    /** Returns the slice that is in view, from 1; getZ() does not know it before an image has a window. */
    static int slice(ImagePlus image) {
        return image.convertIndexToPosition(image.getCurrentSlice())[1];
    }

    private static int frame(ImagePlus image) {
        return image.convertIndexToPosition(image.getCurrentSlice())[2];
    }

    private static ImagePlus part(ImagePlus image, int first, int last, int frame) {
        ImageStack from = image.getStack();
        ImageStack stack = new ImageStack(image.getWidth(), image.getHeight());
        for (int slice = first; slice <= last; slice++) {
            for (int channel = 1; channel <= image.getNChannels(); channel++) {
                stack.addSlice(from.getProcessor(image.getStackIndex(channel, slice, frame)));
            }
        }
        ImagePlus part = new ImagePlus(image.getTitle(), stack);
        part.setDimensions(image.getNChannels(), last - first + 1, 1);
        part.setCalibration(image.getCalibration());
        part.setRoi(image.getRoi());
        if (image instanceof CompositeImage colours) {
            return composite(part, colours);
        }
        if (image.getType() != ImagePlus.COLOR_RGB) { // whose pixels a display range would change
            part.setLut(image.getProcessor().getLut());
            part.setDisplayRange(image.getDisplayRangeMin(), image.getDisplayRangeMax());
        }
        return part;
    }

    private static ImagePlus composite(ImagePlus part, CompositeImage like) {
        CompositeImage composite = new CompositeImage(part, like.getMode());
        composite.setLuts(like.getLuts());
        composite.setC(like.getC());
        return composite;
    }
}
