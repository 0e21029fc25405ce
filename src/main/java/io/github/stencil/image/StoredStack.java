// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import io.github.stencil.StencilException;
import java.util.List;

/** Pixels that are stored in pieces, as ImageJ asks for them: one plane at a time. */
final class StoredStack extends BlockStack {
    private final String advice;

    /**
     * Creates a stack.
     *
     * @param advice what to do instead where a plane is too large for ImageJ, a sentence
     */
    StoredStack(Description stored, BlockSource blocks, String advice) {
        super(stored, blocks, stored.extent().planes(), stored.type().bits());
        this.advice = advice;
    }

    /** Returns the image as ImageJ shows it: of one of its types, and by the calibration of values that it has now. */
    AxisImage asShown(Description now, ImagePlus image) {
        boolean signed = stored.type() == PixelType.INT16;
        return image(now, signed == (now.type() == PixelType.INT16) ? shown() : new TurnedBlocks(blocks), image);
    }

    /** Returns whether the pixels are whole numbers that ImageJ has no type for. */
    boolean isWide() {
        return stored.type() == PixelType.UINT32;
    }

    /** Returns the image as it is stored. */
    AxisImage asStored(Description now, ImagePlus image) {
        return image(now.withType(stored.type()).withLuts(now.luts(), now.composite()), blocks, image);
    }

    /** Returns the image as ImageJ sees it, with whole numbers rounded where floating point does not hold them. */
    AxisImage asRounded(Description now, ImagePlus image) {
        return image(now, new ExactFloats(stored.title(), blocks, true), image);
    }

    /** Returns a label per plane, or none. */
    List<String> planeLabels() {
        return stored.planeLabels();
    }

    /** Returns whether planes have the places that they were stored with. */
    boolean fits(Extent extent) {
        return extent.equals(stored.extent());
    }

    private AxisImage image(Description now, BlockSource source, ImagePlus image) {
        var cells = LazyCells.of(source, now.extent(), now.type(), source.grain());
        return new AxisImage(now.withLabels(stored.labels()), new BlockPixels(source, cells, image));
    }

    private BlockSource shown() {
        return stored.type() == PixelType.UINT32 ? new ExactFloats(stored.title(), blocks, false) : blocks;
    }

    @Override
    public ImageProcessor getProcessor(int n) {
        Extent extent = stored.extent();
        if (extent.planePixels() > Integer.MAX_VALUE - 8) {
            throw StencilException.of(
                    "A plane of \"%s\" has %,d x %,d pixels, more than ImageJ can show. %s",
                    stored.title(), extent.width(), extent.height(), advice);
        }
        int c = (n - 1) % extent.channels();
        int z = (n - 1) / extent.channels() % extent.slices();
        int t = (n - 1) / extent.channels() / extent.slices();
        PixelType type = stored.type() == PixelType.UINT32 ? PixelType.FLOAT32 : stored.type();
        Object pixels = type.createArray((int) extent.planePixels());
        shown().copy(extent.rows(0, extent.height() - 1, c, c, z, t), pixels);
        if (type == PixelType.INT16) {
            Signed.turn((short[]) pixels, 0, (int) extent.planePixels());
        }
        return type.processor(extent.width(), extent.height(), pixels, getColorModel());
    }
}
