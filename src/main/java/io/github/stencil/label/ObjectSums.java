package io.github.stencil.label;

import ij.measure.Calibration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Measures the objects of a block of pixels. */
final class ObjectSums {
    private final double[] x;
    private final double[] y;
    private final double[] z;
    private final double[] sum;
    private final float[] min;
    private final float[] max;
    private final Boxes boxes;
    private final int count;

    private ObjectSums(Boxes boxes, int count) {
        this.boxes = boxes;
        this.count = count;
        x = new double[count + 1];
        y = new double[count + 1];
        z = new double[count + 1];
        sum = new double[count + 1];
        min = new float[count + 1];
        max = new float[count + 1];
        Arrays.fill(min, Float.POSITIVE_INFINITY);
        Arrays.fill(max, Float.NEGATIVE_INFINITY);
    }

    /**
     * Sums up.
     *
     * @param values of the pixels, or null where they are classes
     */
    static ObjectSums of(int[] labels, float @Nullable [] values, Grid grid, int count) {
        ObjectSums sums = new ObjectSums(Boxes.of(labels, grid, count), count);
        int pixel = 0;
        for (int z = 0; z < grid.depth(); z++) {
            for (int y = 0; y < grid.height(); y++) {
                for (int x = 0; x < grid.width(); x++, pixel++) {
                    int label = labels[pixel];
                    if (label != 0) {
                        sums.x[label] += x;
                        sums.y[label] += y;
                        sums.z[label] += z;
                        if (values != null) {
                            float value = values[pixel];
                            sums.sum[label] += value;
                            sums.min[label] = Math.min(sums.min[label], value);
                            sums.max[label] = Math.max(sums.max[label], value);
                        }
                    }
                }
            }
        }
        return sums;
    }

    /**
     * Returns a row per object.
     *
     * @param classes by id
     * @param values whether values were summed
     * @param slice from 0; not used in volumes
     * @param frame from 0
     */
    List<ObjectRow> rows(int[] classes, boolean values, boolean volume, int slice, int frame, Calibration units) {
        List<ObjectRow> rows = new ArrayList<>();
        double pixel = units.pixelWidth * units.pixelHeight * (volume ? units.pixelDepth : 1);
        for (int id = 1; id <= count; id++) {
            double area = boxes.area(id);
            rows.add(new ObjectRow(
                    id,
                    classes[id],
                    area * pixel,
                    (x[id] / area + 0.5 - units.xOrigin) * units.pixelWidth,
                    (y[id] / area + 0.5 - units.yOrigin) * units.pixelHeight,
                    volume ? (z[id] / area + 0.5 - units.zOrigin) * units.pixelDepth : slice + 1,
                    frame + 1,
                    (boxes.min(id, 0) - units.xOrigin) * units.pixelWidth,
                    (boxes.min(id, 1) - units.yOrigin) * units.pixelHeight,
                    boxes.length(id, 0) * units.pixelWidth,
                    boxes.length(id, 1) * units.pixelHeight,
                    boxes.length(id, 2) * units.pixelDepth,
                    values ? sum[id] / area : Double.NaN,
                    values ? min[id] : Double.NaN,
                    values ? max[id] : Double.NaN));
        }
        return rows;
    }
}
