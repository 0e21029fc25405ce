// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import java.util.SplittableRandom;

/**
 * A smooth random displacement in the XY plane: a uniform cubic B-spline whose knots, {@link #SPACING} pixels apart, are
 * moved by normal random numbers.
 */
final class Elastic {
    private static final int SPACING = 32;
    /** Of the knots; the spline between them moves about half as far. */
    private static final double DEVIATION = 6;

    private final int columns;
    private final double[] knots;

    private Elastic(int columns, double[] knots) {
        this.columns = columns;
        this.knots = knots;
    }

    /** Draws one component of a displacement for a window. */
    static Elastic draw(SplittableRandom random, int width, int height) {
        int columns = width / SPACING + 4;
        double[] knots = new double[columns * (height / SPACING + 4)];
        for (int i = 0; i < knots.length; i++) {
            knots[i] = DEVIATION * random.nextGaussian();
        }
        return new Elastic(columns, knots);
    }

    /** Adds the displacement of one row of the window to coordinates. */
    void add(int row, int width, double[] coordinates, int at) {
        double[] across = new double[columns];
        double[] part = basis((double) (row % SPACING) / SPACING);
        int first = row / SPACING;
        for (int c = 0; c < columns; c++) {
            for (int k = 0; k < 4; k++) {
                across[c] += part[k] * knots[(first + k) * columns + c];
            }
        }
        for (int x = 0; x < width; x++) {
            double[] along = BASES[x % SPACING];
            int c = x / SPACING;
            coordinates[at + x] += along[0] * across[c]
                    + along[1] * across[c + 1]
                    + along[2] * across[c + 2]
                    + along[3] * across[c + 3];
        }
    }

    private static final double[][] BASES = bases();

    private static double[][] bases() {
        double[][] bases = new double[SPACING][];
        for (int i = 0; i < SPACING; i++) {
            bases[i] = basis((double) i / SPACING);
        }
        return bases;
    }

    private static double[] basis(double t) {
        double s = 1 - t;
        return new double[] {
            s * s * s / 6, (3 * t * t * t - 6 * t * t + 4) / 6, (3 * s * s * s - 6 * s * s + 4) / 6, t * t * t / 6
        };
    }
}
