// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import ij.measure.Calibration;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.imglib2.Interval;
import org.jspecify.annotations.Nullable;

/**
 * Measures the objects of an image, block by block. What is found does not depend on the blocks: positions are summed as
 * whole numbers, and values with what rounding leaves over.
 */
final class ObjectSums {
    private final double[] x;
    private final double[] y;
    private final double[] z;
    private final double[] sum;
    private final double[] rest;
    private final float[] min;
    private final float[] max;
    private final Boxes boxes;

    /**
     * Begins with nothing.
     *
     * @param count the highest id
     * @param values whether values are measured too
     */
    ObjectSums(BlockedImage image, int count, boolean values) {
        boxes = new Boxes(image, count);
        x = new double[count + 1];
        y = new double[count + 1];
        z = new double[count + 1];
        int measured = values ? count + 1 : 0;
        sum = new double[measured];
        rest = new double[measured];
        min = new float[measured];
        max = new float[measured];
        Arrays.fill(min, Float.POSITIVE_INFINITY);
        Arrays.fill(max, Float.NEGATIVE_INFINITY);
    }

    /**
     * Adds a block.
     *
     * @param values of the pixels, or null where they are classes
     */
    void add(int[] labels, float @Nullable [] values, Interval block) {
        Boxes.visit(labels, block, (id, from, length, x0, y0, z0) -> {
            boxes.add(id, (int) x0, (int) x0 + length - 1, (int) y0, (int) z0);
            x[id] += 0.5 * length * (2 * x0 + length - 1);
            y[id] += (double) length * y0;
            z[id] += (double) length * z0;
            for (int i = from; values != null && i < from + length; i++) {
                addValue(id, values[i]);
                min[id] = Math.min(min[id], values[i]);
                max[id] = Math.max(max[id], values[i]);
            }
        });
    }

    private void addValue(int id, double value) {
        double before = sum[id];
        double after = before + value;
        sum[id] = after;
        double added = after - before;
        rest[id] += (before - (after - added)) + (value - added); // what rounding has lost (Knuth's two-sum)
    }

    /** Adds a part of an object, which is another object of other sums. */
    private void add(int id, ObjectSums parts, int part) {
        boxes.add(id, parts.boxes, part);
        x[id] += parts.x[part];
        y[id] += parts.y[part];
        z[id] += parts.z[part];
        if (sum.length > 0) {
            addValue(id, parts.sum[part]);
            rest[id] += parts.rest[part];
            min[id] = Math.min(min[id], parts.min[part]);
            max[id] = Math.max(max[id], parts.max[part]);
        }
    }

    /** Measures the objects of one block, for {@link #addNote}; changes the labels. */
    static byte[] note(BlockedImage image, int[] labels, float @Nullable [] values, Interval block) {
        int[] ids = LocalIds.compact(labels);
        ObjectSums sums = new ObjectSums(image, ids.length, values != null);
        sums.add(labels, values, block);
        int doubles = values == null ? 3 : 5;
        int floats = values == null ? 0 : 2;
        ByteBuffer note = ByteBuffer.allocate(Math.multiplyExact(
                ids.length, Integer.BYTES + Boxes.BYTES + doubles * Double.BYTES + floats * Float.BYTES));
        for (int i = 1; i <= ids.length; i++) {
            note.putInt(ids[i - 1]);
            sums.boxes.write(i, note);
            note.putDouble(sums.x[i]).putDouble(sums.y[i]).putDouble(sums.z[i]);
            if (values != null) {
                note.putDouble(sums.sum[i])
                        .putDouble(sums.rest[i])
                        .putFloat(sums.min[i])
                        .putFloat(sums.max[i]);
            }
        }
        return note.array();
    }

    /** Adds what has been measured of a block. */
    void addNote(ByteBuffer note) {
        ObjectSums one = new ObjectSums(boxes.image(), 0, sum.length > 0);
        while (note.hasRemaining()) {
            int id = note.getInt();
            one.boxes.read(0, note);
            one.x[0] = note.getDouble();
            one.y[0] = note.getDouble();
            one.z[0] = note.getDouble();
            if (sum.length > 0) {
                one.sum[0] = note.getDouble();
                one.rest[0] = note.getDouble();
                one.min[0] = note.getFloat();
                one.max[0] = note.getFloat();
            }
            add(id, one, 0);
        }
    }

    /** Returns where the objects lie. */
    Boxes boxes() {
        return boxes;
    }

    private double mean(int id) {
        double lost = rest[id]; // not a number where a value is infinite
        return (Double.isNaN(lost) ? sum[id] : sum[id] + lost) / boxes.area(id);
    }

    /**
     * Returns a row per object that stays, in the order of their labels.
     *
     * @param ids of the objects, in the order of their labels
     * @param labels of these
     * @param classes by id
     * @param values whether values were summed
     * @param units the image's
     */
    List<ObjectRow> rows(
            int[] ids,
            int[] labels,
            int[] classes,
            boolean values,
            boolean volume,
            BlockedImage image,
            Calibration units) {
        List<ObjectRow> rows = new ArrayList<>(ids.length);
        double pixel = units.pixelWidth * units.pixelHeight * (volume ? units.pixelDepth : 1);
        for (int i = 0; i < ids.length; i++) {
            int id = ids[i];
            double area = boxes.area(id);
            rows.add(new ObjectRow(
                    Integer.toUnsignedLong(labels[i]),
                    Integer.toUnsignedLong(classes[id]),
                    area * pixel,
                    (x[id] / area + 0.5 - units.xOrigin) * units.pixelWidth,
                    (y[id] / area + 0.5 - units.yOrigin) * units.pixelHeight,
                    volume ? (z[id] / area + 0.5 - units.zOrigin) * units.pixelDepth : image.slice() + 1,
                    image.frame() + 1,
                    (boxes.min(id, 0) - units.xOrigin) * units.pixelWidth,
                    (boxes.min(id, 1) - units.yOrigin) * units.pixelHeight,
                    boxes.length(id, 0) * units.pixelWidth,
                    boxes.length(id, 1) * units.pixelHeight,
                    boxes.length(id, 2) * units.pixelDepth,
                    values ? mean(id) : Double.NaN,
                    values ? min[id] : Double.NaN,
                    values ? max[id] : Double.NaN));
        }
        return rows;
    }
}
