// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import io.github.stencil.image.Runs;
import java.nio.ByteBuffer;
import java.util.Arrays;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;

/** Where objects of an image lie, how large they are and which of their pixels comes first, by id from 1 on. */
final class Boxes {
    /** How many bytes {@link #write} appends. */
    static final int BYTES = 6 * Integer.BYTES + 2 * Long.BYTES;

    private final BlockedImage image;
    private final int[] min; // x, y, z of each id
    private final int[] max;
    private final long[] area;
    private final long[] first;

    Boxes(BlockedImage image, int count) {
        this.image = image;
        min = new int[3 * (count + 1)];
        max = new int[3 * (count + 1)];
        area = new long[count + 1];
        first = new long[count + 1];
        Arrays.fill(min, Integer.MAX_VALUE);
        Arrays.fill(max, -1);
        Arrays.fill(first, Long.MAX_VALUE);
    }

    BlockedImage image() {
        return image;
    }

    /** Hears of pixels in a row that belong to one object. */
    interface Run {
        void run(int id, int from, int length, long x, long y, long z);
    }

    /**
     * Visits the runs of a block's objects.
     *
     * @param visitor is told the object, where in {@code labels} the run begins, its length, and where in the image
     */
    static void visit(int[] labels, Interval block, Run visitor) {
        Grid grid = BlockedImage.grid(block);
        int pixel = 0;
        for (int z = 0; z < grid.depth(); z++) {
            for (int y = 0; y < grid.height(); y++) {
                int row = pixel;
                int end = row + grid.width();
                while (pixel < end) {
                    int label = labels[pixel];
                    int start = pixel;
                    pixel = Runs.end(labels, start, end);
                    if (label != 0) {
                        visitor.run(
                                label,
                                start,
                                pixel - start,
                                block.min(0) + start - row,
                                block.min(1) + y,
                                block.min(2) + z);
                    }
                }
            }
        }
    }

    /** Adds the objects of a block. */
    void add(int[] labels, Interval block) {
        visit(labels, block, (id, from, length, x, y, z) -> add(id, (int) x, (int) x + length - 1, (int) y, (int) z));
    }

    void add(int id, int x0, int x1, int y, int z) {
        int at = 3 * id;
        min[at] = Math.min(min[at], x0);
        max[at] = Math.max(max[at], x1);
        min[at + 1] = Math.min(min[at + 1], y);
        max[at + 1] = Math.max(max[at + 1], y);
        min[at + 2] = Math.min(min[at + 2], z);
        max[at + 2] = Math.max(max[at + 2], z);
        area[id] += x1 - x0 + 1;
        first[id] = Math.min(first[id], image.index(x0, y, z));
    }

    /** Adds a part of an object, which is another object of other boxes. */
    void add(int id, Boxes parts, int part) {
        for (int axis = 0; axis < 3; axis++) {
            min[3 * id + axis] = Math.min(min[3 * id + axis], parts.min[3 * part + axis]);
            max[3 * id + axis] = Math.max(max[3 * id + axis], parts.max[3 * part + axis]);
        }
        area[id] += parts.area[part];
        first[id] = Math.min(first[id], parts.first[part]);
    }

    /** Appends an object. */
    void write(int id, ByteBuffer into) {
        for (int axis = 0; axis < 3; axis++) {
            into.putInt(min[3 * id + axis]).putInt(max[3 * id + axis]);
        }
        into.putLong(area[id]).putLong(first[id]);
    }

    /** Reads an object that {@link #write} has written. */
    void read(int id, ByteBuffer from) {
        for (int axis = 0; axis < 3; axis++) {
            min[3 * id + axis] = from.getInt();
            max[3 * id + axis] = from.getInt();
        }
        area[id] = from.getLong();
        first[id] = from.getLong();
    }

    /** Returns all objects as bytes. */
    byte[] writeAll() {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(area.length, BYTES));
        for (int id = 0; id < area.length; id++) {
            write(id, bytes);
        }
        return bytes.array();
    }

    /** Reads as many objects as there are here. */
    void readAll(byte... bytes) {
        ByteBuffer from = ByteBuffer.wrap(bytes);
        for (int id = 0; id < area.length; id++) {
            read(id, from);
        }
    }

    int min(int id, int axis) {
        return min[3 * id + axis];
    }

    int length(int id, int axis) {
        return max[3 * id + axis] - min(id, axis) + 1;
    }

    /** Returns the smallest region that holds an object. */
    Interval box(int id) {
        int at = 3 * id;
        return new FinalInterval(
                new long[] {min[at], min[at + 1], min[at + 2]}, new long[] {max[at], max[at + 1], max[at + 2]});
    }

    /** Returns the number of an object's pixels; 0 if there is no such object. */
    long area(int id) {
        return area[id];
    }

    /** Returns the place of an object's first pixel in storage order. */
    long first(int id) {
        return first[id];
    }

    /** Returns whether an object has pixels on the edge of the image, in volumes in the first or last slice. */
    boolean onEdge(int id) {
        int at = 3 * id;
        return min[at] == 0
                || min[at + 1] == 0
                || max[at] == image.width() - 1
                || max[at + 1] == image.height() - 1
                || (image.depth() > 1 && (min[at + 2] == 0 || max[at + 2] == image.depth() - 1));
    }
}
