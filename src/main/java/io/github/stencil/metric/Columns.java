// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import java.util.List;

/** Turns scores image by image into scores column by column. */
final class Columns {
    private Columns() {}

    /** Returns [score][image]; {@code images} is [image][score], at least one image. */
    static double[][] of(List<double[]> images) {
        double[][] columns = new double[images.get(0).length][images.size()];
        for (int image = 0; image < images.size(); image++) {
            double[] values = images.get(image);
            for (int score = 0; score < values.length; score++) {
                columns[score][image] = values[score];
            }
        }
        return columns;
    }
}
