package io.github.stencil.label;

import ij.measure.Calibration;
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
            }
        });
    }

    private void addValue(int id, float value) {
        double before = sum[id];
        double after = before + value;
        sum[id] = after;
        double added = after - before;
        rest[id] += (before - (after - added)) + (value - added); // what rounding has lost (Knuth's two-sum)
        min[id] = Math.min(min[id], value);
        max[id] = Math.max(max[id], value);
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
     * @param ids of the objects; that of label 1 first
     * @param classes by id
     * @param values whether values were summed
     * @param units the image's
     */
    List<ObjectRow> rows(
            int[] ids, int[] classes, boolean values, boolean volume, BlockedImage image, Calibration units) {
        List<ObjectRow> rows = new ArrayList<>(ids.length);
        double pixel = units.pixelWidth * units.pixelHeight * (volume ? units.pixelDepth : 1);
        for (int i = 0; i < ids.length; i++) {
            int id = ids[i];
            double area = boxes.area(id);
            rows.add(new ObjectRow(
                    i + 1,
                    classes[id],
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
