// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.metric;

import java.io.Serializable;
import java.util.Arrays;

/** Distances in ascending order, each with how often it occurs: on a grid, few distances occur often. Immutable. */
final class DistanceList implements Serializable {
    private static final long serialVersionUID = 1;

    static final DistanceList NONE = new DistanceList(new double[0], new long[0]);

    private final double[] distances;
    private final long[] counts;
    private final long size;

    private DistanceList(double[] distances, long[] counts) {
        this.distances = distances;
        this.counts = counts;
        size = Arrays.stream(counts).sum();
    }

    /** Sorts the distances given, which are changed. */
    static DistanceList of(double... values) {
        Arrays.sort(values);
        double[] distances = new double[values.length];
        long[] counts = new long[values.length];
        int distinct = 0;
        for (double value : values) {
            if (distinct == 0 || distances[distinct - 1] != value) {
                distances[distinct++] = value;
            }
            counts[distinct - 1]++;
        }
        return new DistanceList(Arrays.copyOf(distances, distinct), Arrays.copyOf(counts, distinct));
    }

    /** Returns the distances of both lists. */
    DistanceList plus(DistanceList other) {
        double[] both = new double[distances.length + other.distances.length];
        long[] counted = new long[both.length];
        int distinct = 0;
        int i = 0;
        int j = 0;
        while (i < distances.length || j < other.distances.length) {
            double a = i < distances.length ? distances[i] : Double.NaN;
            double b = j < other.distances.length ? other.distances[j] : Double.NaN;
            double least = !(b < a) && i < distances.length ? a : b;
            both[distinct] = least;
            if (a == least) {
                counted[distinct] += counts[i++];
            }
            if (b == least) {
                counted[distinct] += other.counts[j++];
            }
            distinct++;
        }
        return new DistanceList(Arrays.copyOf(both, distinct), Arrays.copyOf(counted, distinct));
    }

    /** Returns how many distances there are. */
    long size() {
        return size;
    }

    double sum() {
        double sum = 0;
        for (int i = 0; i < distances.length; i++) {
            sum += distances[i] * counts[i];
        }
        return sum;
    }

    /** Returns how many distances are at most this long. */
    long within(double distance) {
        long count = 0;
        for (int i = 0; i < distances.length && distances[i] <= distance; i++) {
            count += counts[i];
        }
        return count;
    }

    /** Returns the percentile at a share from 0 to 1, interpolated between ranks as numpy's are; 0 of an empty list. */
    double percentile(double share) {
        if (size == 0) {
            return 0;
        }
        double rank = share * (size - 1);
        long below = (long) rank;
        double low = at(below);
        double part = rank - below;
        if (part == 0) {
            return low;
        }
        double high = at(below + 1);
        return high == low ? low : low + part * (high - low); // both may be infinite
    }

    private double at(long rank) {
        long left = rank;
        int i = 0;
        while (left >= counts[i]) {
            left -= counts[i++];
        }
        return distances[i];
    }
}
