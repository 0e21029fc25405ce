// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image.file;

import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import io.github.stencil.image.BlockSource;
import io.github.stencil.image.BlockStack;
import io.github.stencil.image.Description;
import io.github.stencil.image.Extent;
import java.util.List;

/** Pictures of red, green and blue that are stored in pieces, as ImageJ asks for them: one plane at a time. */
final class ColourStack extends BlockStack {
    /** Creates a stack of pictures whose channels are stored apart. */
    ColourStack(Description stored, BlockSource blocks) {
        super(stored, blocks, stored.extent().planes() / 3, 24);
    }

    @Override
    public ImageProcessor getProcessor(int n) {
        Extent extent = stored.extent();
        int z = (n - 1) % extent.slices();
        int t = (n - 1) / extent.slices();
        byte[] red = new byte[Math.toIntExact(extent.planePixels())];
        byte[] green = new byte[red.length];
        byte[] blue = new byte[red.length];
        List<byte[]> channels = List.of(red, green, blue);
        for (int c = 0; c < 3; c++) {
            blocks.copy(extent.rows(0, extent.height() - 1, c, c, z, t), channels.get(c));
        }
        ColorProcessor picture = new ColorProcessor(extent.width(), extent.height());
        picture.setRGB(red, green, blue);
        return picture;
    }
}
