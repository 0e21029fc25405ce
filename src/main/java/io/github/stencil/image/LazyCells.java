// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import java.util.Arrays;
import java.util.function.Function;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.basictypeaccess.array.ArrayDataAccess;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.img.basictypeaccess.array.ShortArray;
import net.imglib2.img.cell.Cell;
import net.imglib2.img.cell.CellGrid;
import net.imglib2.img.cell.LazyCellImg;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedIntType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Intervals;

/** Stored pixels as lazy ImgLib2 cells, read when touched, of which a bounded number is kept. */
final class LazyCells {
    private static final int FEWEST_KEPT = 8;

    private LazyCells() {}

    /**
     * Returns an image [X, Y, C, Z, T].
     *
     * @param cell how large a cell is
     */
    static RandomAccessibleInterval<? extends RealType<?>> of(
            BlockSource source, Extent extent, PixelType type, Extent cell) {
        return switch (type) {
            case UINT8 -> of(source, extent, type, cell, new UnsignedByteType(), a -> new ByteArray((byte[]) a));
            case UINT16 -> of(source, extent, type, cell, new UnsignedShortType(), a -> new ShortArray((short[]) a));
            case INT16 -> of(source, extent, type, cell, new ShortType(), a -> new ShortArray((short[]) a));
            case UINT32 -> of(source, extent, type, cell, new UnsignedIntType(), a -> new IntArray((int[]) a));
            case FLOAT32 -> of(source, extent, type, cell, new FloatType(), a -> new FloatArray((float[]) a));
        };
    }

    private static <T extends NativeType<T> & RealType<T>, A extends ArrayDataAccess<A>> RandomAccessibleInterval<T> of(
            BlockSource source, Extent extent, PixelType type, Extent cell, T element, Function<Object, A> wrap) {
        CellGrid grid = new CellGrid(
                extent.interval().dimensionsAsLongArray(),
                new int[] {cell.width(), cell.height(), cell.channels(), cell.slices(), cell.frames()});
        long cellBytes = Intervals.numElements(cell.interval()) * type.bytes();
        BoundedCache<Cell<A>> kept = BoundedCache.create(c -> c.size() * type.bytes(), FEWEST_KEPT * cellBytes);
        return new LazyCellImg<>(
                grid,
                element,
                index -> kept.get(index, i -> {
                    long[] min = new long[5];
                    int[] size = new int[5];
                    grid.getCellDimensions(i, min, size);
                    long[] max = new long[5];
                    Arrays.setAll(max, d -> min[d] + size[d] - 1);
                    Interval block = new FinalInterval(min, max);
                    Object array = type.createArray(Math.toIntExact(Intervals.numElements(block)));
                    source.copy(block, array);
                    return new Cell<>(size, min, wrap.apply(array));
                }));
    }
}
