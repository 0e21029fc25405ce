// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.measure;

/**
 * Sums over the pixels of an object, of positions and their products, as whole numbers, so that the order in which they
 * are added does not matter. Positions count from the corner of the object's box.
 */
final class Moments {
    private long pixels;
    private long x;
    private long y;
    private long z;
    private long xx;
    private long xy;
    private long xz;
    private long yy;
    private long yz;
    private long zz;

    /** Adds a run along X. */
    void add(long x0, long y0, long z0, long length) {
        long sum = length * x0 + length * (length - 1) / 2;
        long steps = (length - 1) * length / 2;
        long squares = (length - 1) * length * (2 * length - 1) / 6;
        pixels += length;
        x += sum;
        y += length * y0;
        z += length * z0;
        xx += length * x0 * x0 + 2 * x0 * steps + squares;
        xy += sum * y0;
        xz += sum * z0;
        yy += length * y0 * y0;
        yz += length * y0 * z0;
        zz += length * z0 * z0;
    }

    long pixels() {
        return pixels;
    }

    /** Returns the mean position along X, Y or Z, in pixels. */
    double mean(int axis) {
        return (double) (axis == 0 ? x : axis == 1 ? y : z) / pixels;
    }

    /**
     * Returns the covariances of the positions of pixels' centres: xx, yy, zz, xy, xz, yz.
     *
     * @param spacing the distance of pixels along X, Y and Z
     */
    double[] covariances(double... spacing) {
        return new double[] {
            covariance(xx, x, x) * spacing[0] * spacing[0],
            covariance(yy, y, y) * spacing[1] * spacing[1],
            covariance(zz, z, z) * spacing[2] * spacing[2],
            covariance(xy, x, y) * spacing[0] * spacing[1],
            covariance(xz, x, z) * spacing[0] * spacing[2],
            covariance(yz, y, z) * spacing[1] * spacing[2]
        };
    }

    private double covariance(long products, long one, long other) {
        return (double) products / pixels - ((double) one / pixels) * ((double) other / pixels);
    }
}
