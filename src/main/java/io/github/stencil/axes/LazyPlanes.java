package io.github.stencil.axes;

import java.util.LinkedHashMap;
import java.util.Map;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.basictypeaccess.array.ArrayDataAccess;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.basictypeaccess.array.ShortArray;
import net.imglib2.img.cell.Cell;
import net.imglib2.img.cell.CellGrid;
import net.imglib2.img.cell.LazyCellImg;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;

/** Planes as lazy ImgLib2 cells: bands of full rows, read when touched, of which a bounded number is kept. */
final class LazyPlanes {
    private static final int CELL_PIXELS = 1 << 20;
    private static final int FEWEST_KEPT = 8;
    private static final long SHARE_OF_HEAP = 16;

    private LazyPlanes() {}

    static RandomAccessibleInterval<? extends RealType<?>> of(PlaneReader reader, Extent extent, PixelType type) {
        return switch (type) {
            case UINT8 -> cells(reader, extent, type, new UnsignedByteType(), array -> new ByteArray((byte[]) array));
            case UINT16 ->
                cells(reader, extent, type, new UnsignedShortType(), array -> new ShortArray((short[]) array));
            case FLOAT32 -> cells(reader, extent, type, new FloatType(), array -> new FloatArray((float[]) array));
        };
    }

    private interface Wrap<A> {
        A access(Object array);
    }

    private static <T extends NativeType<T> & RealType<T>, A extends ArrayDataAccess<A>>
            RandomAccessibleInterval<T> cells(
                    PlaneReader reader, Extent extent, PixelType type, T element, Wrap<A> wrap) {
        int rows = Math.max(1, Math.min(extent.height(), CELL_PIXELS / extent.width()));
        CellGrid grid =
                new CellGrid(extent.interval().dimensionsAsLongArray(), new int[] {extent.width(), rows, 1, 1, 1});
        long cellBytes = (long) extent.width() * rows * type.bytes();
        Map<Long, Cell<A>> kept =
                bounded(Math.max(FEWEST_KEPT, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / cellBytes));
        return new LazyCellImg<>(grid, element, index -> {
            synchronized (kept) {
                return kept.computeIfAbsent(index, i -> {
                    long[] min = new long[5];
                    int[] size = new int[5];
                    grid.getCellDimensions(i, min, size);
                    Object array = type.createArray(size[0] * size[1]);
                    int plane = extent.plane((int) min[2], (int) min[3], (int) min[4]);
                    reader.read(plane, 0, (int) min[1], size[0], size[1], array, 0);
                    return new Cell<>(size, min, wrap.access(array));
                });
            }
        });
    }

    private static <K, V> Map<K, V> bounded(long most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }
}
