// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr;

import io.github.stencil.image.BlockSource;
import io.github.stencil.image.Extent;
import io.github.stencil.image.PixelType;
import io.github.stencil.zarr.array.ChunkValues;
import io.github.stencil.zarr.array.ZarrArray;
import java.nio.file.Path;
import net.imglib2.Interval;

/** An array as the pixels of an image. */
record ZarrPixels(ZarrArray array, OmeAxes axes, PixelType type) implements BlockSource {

    @Override
    public void copy(Interval block, Object into) {
        array.copy(
                axes.box(block),
                into,
                axes.steps(block),
                bytes -> ChunkValues.of(bytes, array.metadata().type(), type, array.name()));
    }

    @Override
    public Extent grain() {
        return axes.extent(array.metadata().grid().chunk());
    }

    @Override
    public void moved(Path target) {
        array.moved(target);
    }
}
