// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tensor;

import io.github.stencil.image.AxisImage;
import io.github.stencil.image.BlockRuns;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.img.planar.PlanarImg;
import net.imglib2.util.Intervals;
import org.jspecify.annotations.Nullable;

/**
 * Copies blocks of an image into tensors: straight from the arrays of an open image where the block is full rows, else by
 * way of one array that is used again. For one thread.
 */
public final class BlockReader {
    private final AxisImage image;
    private final @Nullable PlanarImg<?, ?> planes;
    private Object array;
    private int length;
    private @Nullable Interval held;

    /** Creates a reader of an image. */
    public BlockReader(AxisImage image) {
        this.image = image;
        planes = image.pixels() instanceof PlanarImg<?, ?> img ? img : null;
        array = image.type().createArray(0);
    }

    /**
     * Creates a tensor with a block's pixels, which is a snapshot from then on.
     *
     * @param block [X, Y, C, Z, T], inside the image; a block that is asked for twice in a row is read once
     * @param shape of as many values, filled with X fastest and T slowest
     */
    public HostTensor read(Interval block, long... shape) {
        if (planes != null && block.dimension(0) == image.extent().width()) {
            HostTensor tensor = HostTensor.create(image.type().createArray(0).getClass(), shape);
            copyRows(planes, block, tensor);
            return tensor;
        }
        int size = Math.toIntExact(Intervals.numElements(block));
        if (size > length) {
            array = image.type().createArray(size);
            length = size;
        }
        if (held == null || !Intervals.equals(held, block)) {
            image.copy(block, array);
            held = new FinalInterval(block);
        }
        return HostTensor.of(array, shape);
    }

    /** Creates a tensor [N] with a block's pixels; see {@link #read(Interval, long...)}. */
    public HostTensor read(Interval block) {
        return read(block, new long[] {Intervals.numElements(block)});
    }

    private void copyRows(PlanarImg<?, ?> from, Interval block, HostTensor tensor) {
        BlockRuns.each(
                block,
                image.extent(),
                (plane, first, at, length) -> tensor.copyFrom(
                        at, from.getPlane(plane).getCurrentStorageArray(), Math.toIntExact(first), length));
    }
}
