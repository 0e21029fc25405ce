// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.tile;

import io.github.stencil.StencilException;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.stream.Collectors;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;

/**
 * An image cut into blocks of one size that cover it without overlap; those at its far edges are cut off there. Blocks
 * count from 0, the first axis fastest. Immutable.
 */
public final class BlockGrid extends AbstractList<Interval> {
    private final long[] min;
    private final long[] max;
    private final long[] size;
    private final long[] blocks;

    private BlockGrid(Interval image, long... size) {
        min = image.minAsLongArray();
        max = image.maxAsLongArray();
        this.size = size;
        blocks = new long[size.length];
        for (int d = 0; d < size.length; d++) {
            blocks[d] = (image.dimension(d) + size[d] - 1) / size[d];
        }
        double count = Arrays.stream(blocks).asDoubleStream().reduce(1, (a, b) -> a * b);
        if (count > Integer.MAX_VALUE) {
            throw StencilException.of(
                    "The image is %s pixels large, which makes %.0e blocks of %s, more than can be counted. Choose a coarser level of it, or a part.",
                    joined(image.dimensionsAsLongArray()), count, joined(size));
        }
    }

    private static String joined(long... sizes) {
        return Arrays.stream(sizes).mapToObj(Long::toString).collect(Collectors.joining(" x "));
    }

    /** Cuts an image into blocks of a size, at least 1 along each axis. */
    public static BlockGrid create(Interval image, long... size) {
        return new BlockGrid(image, size.clone());
    }

    /**
     * Cuts an image into blocks that are multiples of a grain, so that no two blocks share a chunk of a file.
     *
     * @param grain what is written at once along each axis, from the image's first position on; the image's whole width
     *     and one row where rows are
     * @param mostPixels the most pixels of a block, unless one grain has more
     * @param grows axes along which a block may be several grains long; the shortest first, so that blocks are compact
     */
    public static BlockGrid of(Interval image, long[] grain, long mostPixels, int... grows) {
        long[] size = new long[grain.length];
        for (int d = 0; d < size.length; d++) {
            size[d] = Math.min(grain[d], image.dimension(d));
        }
        while (true) {
            int shortest = -1;
            for (int axis : grows) {
                boolean better = shortest < 0 || size[axis] < size[shortest];
                if (better && size[axis] < image.dimension(axis)) {
                    shortest = axis;
                }
            }
            if (shortest < 0) {
                return new BlockGrid(image, size);
            }
            long longer = Math.min(size[shortest] + grain[shortest], image.dimension(shortest));
            if (pixels(size) / size[shortest] * longer > mostPixels) {
                return new BlockGrid(image, size);
            }
            size[shortest] = longer;
        }
    }

    private static long pixels(long... size) {
        return Arrays.stream(size).reduce(1, Math::multiplyExact);
    }

    /** Returns the size of a block that is not cut off. */
    public long[] blockSize() {
        return size.clone();
    }

    /** Returns the most pixels of a block. */
    public long blockPixels() {
        return pixels(size);
    }

    /** Returns the number of the block with a position, which lies in the image. */
    public int indexOf(long... position) {
        long index = 0;
        for (int d = size.length - 1; d >= 0; d--) {
            index = index * blocks[d] + (position[d] - min[d]) / size[d];
        }
        return Math.toIntExact(index);
    }

    /** Returns the numbers of the blocks that an interval inside the image touches, in order. */
    public int[] touching(Interval interval) {
        long[] first = new long[size.length];
        long[] count = new long[size.length];
        for (int d = 0; d < size.length; d++) {
            first[d] = (interval.min(d) - min[d]) / size[d];
            count[d] = (interval.max(d) - min[d]) / size[d] - first[d] + 1;
        }
        int[] numbers = new int[Math.toIntExact(pixels(count))];
        for (int i = 0; i < numbers.length; i++) {
            long rest = i;
            long number = 0;
            long stride = 1;
            for (int d = 0; d < size.length; d++) {
                number += (first[d] + rest % count[d]) * stride;
                rest /= count[d];
                stride *= blocks[d];
            }
            numbers[i] = Math.toIntExact(number);
        }
        return numbers;
    }

    @Override
    public Interval get(int index) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException("block " + index + " of " + size());
        }
        long[] first = new long[size.length];
        long[] last = new long[size.length];
        long rest = index;
        for (int d = 0; d < size.length; d++) {
            first[d] = min[d] + rest % blocks[d] * size[d];
            last[d] = Math.min(max[d], first[d] + size[d] - 1);
            rest /= blocks[d];
        }
        return new FinalInterval(first, last);
    }

    @Override
    public int size() {
        return Math.toIntExact(pixels(blocks));
    }
}
