// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import java.io.Serializable;

/**
 * How far the surfaces of a true and of a predicted region are apart: for every pixel of each surface the distance to the
 * nearest pixel of the other one, in calibrated units. Distances from a surface to one that is not there are infinite.
 * Immutable.
 *
 * <p>A surface is a region without its erosion by the 4 neighbours of a pixel, in volumes the 6 of a voxel; what lies
 * outside the image is no part of the region.
 *
 * <p>If neither region is there, the rule for what is empty decides: {@link EmptyClass#SKIP} is undefined,
 * {@link EmptyClass#ONE} is perfect (all distances 0, NSD 1) and {@link EmptyClass#ZERO} is failed (all distances
 * infinite, NSD 0).
 */
public final class SurfaceDistances implements Serializable {
    private static final long serialVersionUID = 1;

    /** Of regions that are nowhere. */
    static final SurfaceDistances EMPTY = new SurfaceDistances(DistanceList.NONE, DistanceList.NONE);

    private static final double SHARE = 0.95;

    private final DistanceList fromTruth;
    private final DistanceList fromPrediction;

    SurfaceDistances(DistanceList fromTruth, DistanceList fromPrediction) {
        this.fromTruth = fromTruth;
        this.fromPrediction = fromPrediction;
    }

    /** Returns the distances of both sets of surfaces. */
    public SurfaceDistances plus(SurfaceDistances other) {
        return new SurfaceDistances(fromTruth.plus(other.fromTruth), fromPrediction.plus(other.fromPrediction));
    }

    /** Returns the largest distance of all, in calibrated units (Huttenlocher, Klanderman and Rucklidge, IEEE PAMI 15, 1993). */
    public double hausdorff(EmptyClass whenEmpty) {
        return orRule(Math.max(fromTruth.percentile(1), fromPrediction.percentile(1)), whenEmpty);
    }

    /** Returns the larger of the 95th percentiles of the distances from one surface and from the other, in calibrated units. */
    public double hausdorff95(EmptyClass whenEmpty) {
        return orRule(Math.max(fromTruth.percentile(SHARE), fromPrediction.percentile(SHARE)), whenEmpty);
    }

    /** Returns the 95th percentile of the distances from both surfaces together, in calibrated units. */
    public double hausdorff95Pooled(EmptyClass whenEmpty) {
        return orRule(fromTruth.plus(fromPrediction).percentile(SHARE), whenEmpty);
    }

    /**
     * Returns the average symmetric surface distance, the mean of the distances from both surfaces together, in calibrated
     * units (Heimann et al., IEEE TMI 28, 2009).
     */
    public double assd(EmptyClass whenEmpty) {
        return orRule((fromTruth.sum() + fromPrediction.sum()) / size(), whenEmpty);
    }

    /**
     * Returns the normalised surface distance: the share of both surfaces' pixels that are no farther than a tolerance
     * from the other surface, in 0..1 (Nikolov et al., J. Med. Internet Res. 23, 2021; pixels counted, not areas).
     *
     * @param tolerance in calibrated units
     */
    public double nsd(double tolerance, EmptyClass whenEmpty) {
        return whenEmpty.ratio(fromTruth.within(tolerance) + fromPrediction.within(tolerance), size());
    }

    private long size() {
        return fromTruth.size() + fromPrediction.size();
    }

    private double orRule(double distance, EmptyClass whenEmpty) {
        if (size() > 0) {
            return distance;
        }
        return switch (whenEmpty) {
            case SKIP -> Double.NaN;
            case ONE -> 0;
            case ZERO -> Double.POSITIVE_INFINITY;
        };
    }
}
