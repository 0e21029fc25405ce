// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import io.github.stencil.StencilException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.util.IntervalIndexer;

/**
 * How far an image reaches along ImageJ's five axes, in pixels, channels, slices and frames; each is at least 1.
 *
 * @param width along X
 * @param height along Y
 * @param channels along C
 * @param slices along Z
 * @param frames along T
 */
public record Extent(int width, int height, int channels, int slices, int frames) {
    /** The extent of one pixel. */
    public static final Extent PIXEL = new Extent(1, 1, 1, 1, 1);

    /** Checks that nothing is empty. */
    public Extent {
        if (width < 1 || height < 1 || channels < 1 || slices < 1 || frames < 1) {
            throw StencilException.of(
                    "An image of %d x %d with %d channels, %d slices and %d frames is empty. Give an image with pixels.",
                    width, height, channels, slices, frames);
        }
    }

    /** Returns how far an interval [X, Y, C, Z, T] reaches. */
    static Extent of(Interval interval) {
        return new Extent(
                Math.toIntExact(interval.dimension(0)),
                Math.toIntExact(interval.dimension(1)),
                Math.toIntExact(interval.dimension(2)),
                Math.toIntExact(interval.dimension(3)),
                Math.toIntExact(interval.dimension(4)));
    }

    /** Returns the number of pixels in a plane. */
    public long planePixels() {
        return (long) width * height;
    }

    /**
     * Returns the number of pixels in a plane, for an array that holds it whole.
     *
     * @throws StencilException if no array can
     */
    public int planeLength() {
        if (planePixels() > Integer.MAX_VALUE - 8) {
            throw StencilException.of(
                    "A plane of %,d x %,d pixels is needed whole here, which is more than Java holds in one piece. Choose a coarser level of the image, or a part.",
                    width, height);
        }
        return (int) planePixels();
    }

    /** Returns the number of planes: channels x slices x frames. */
    public int planes() {
        return channels * slices * frames;
    }

    /** Returns a plane's place in ImageJ's stack order (channels fastest, frames slowest), all counted from 0. */
    public int plane(int channel, int slice, int frame) {
        return channel + channels * (slice + slices * frame);
    }

    /** Returns this extent with other channels. */
    public Extent withChannels(int count) {
        return new Extent(width, height, count, slices, frames);
    }

    /** Returns this extent with other slices. */
    public Extent withSlices(int count) {
        return new Extent(width, height, channels, count, frames);
    }

    /** Returns the extent of one row of this. */
    public Extent row() {
        return new Extent(width, 1, 1, 1, 1);
    }

    /** Returns the smallest multiple of this extent, along each axis, that is at least as large as another. */
    public Extent covering(Extent other) {
        return new Extent(
                multiple(width, other.width),
                multiple(height, other.height),
                multiple(channels, other.channels),
                multiple(slices, other.slices),
                multiple(frames, other.frames));
    }

    private static int multiple(int step, int least) {
        return Math.multiplyExact(step, (int) ((least + step - 1L) / step));
    }

    /**
     * Cuts an image of this extent into blocks that cover it without overlap, in storage order.
     *
     * @param block how large a block is; those at the edge are smaller
     * @return intervals [X, Y, C, Z, T]
     */
    public List<Interval> blocks(Extent block) {
        long[] size = interval().dimensionsAsLongArray();
        long[] step = block.interval().dimensionsAsLongArray();
        List<Interval> blocks = new ArrayList<>();
        long[] min = new long[size.length];
        while (true) {
            long[] max = new long[size.length];
            Arrays.setAll(max, d -> Math.min(size[d], min[d] + step[d]) - 1);
            blocks.add(new FinalInterval(min.clone(), max));
            int d = 0;
            while (d < size.length && (min[d] += step[d]) >= size[d]) {
                min[d++] = 0;
            }
            if (d == size.length) {
                return blocks;
            }
        }
    }

    /**
     * Names a pixel, such as "x=4, y=3, slice 2": X and Y from 0 as in ImageJ's status bar, channel, slice and frame from 1
     * where the image has several.
     *
     * @param block [X, Y, C, Z, T], inside the image
     * @param index of the pixel in the block, X fastest
     */
    public String place(Interval block, long index) {
        long[] at = block.minAsLongArray();
        IntervalIndexer.indexToPositionWithOffset(index, block.dimensionsAsLongArray(), block.minAsLongArray(), at);
        return "x=" + at[0] + ", y=" + at[1] + place("channel", channels, at[2]) + place("slice", slices, at[3])
                + place("frame", frames, at[4]);
    }

    private static String place(String axis, int size, long at) {
        return size > 1 ? ", " + axis + " " + (at + 1) : "";
    }

    /** Returns the whole image as an interval [X, Y, C, Z, T] that starts at 0. */
    public Interval interval() {
        return new FinalInterval(width, height, channels, slices, frames);
    }

    /** Returns rows of one plane, all channels or some, as an interval [X, Y, C, Z, T]; bounds included. */
    public Interval rows(int firstRow, int lastRow, int firstChannel, int lastChannel, int slice, int frame) {
        return new FinalInterval(
                new long[] {0, firstRow, firstChannel, slice, frame},
                new long[] {width - 1L, lastRow, lastChannel, slice, frame});
    }

    /** Returns the extent in words, such as "512 x 512, 3 channels, 1 slice, 10 frames". */
    @Override
    public String toString() {
        return planes() == 1
                ? width + " x " + height
                : String.format(
                        Locale.ROOT,
                        "%d x %d, %s, %s, %s",
                        width,
                        height,
                        counted(channels, "channel"),
                        counted(slices, "slice"),
                        counted(frames, "frame"));
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
