// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.field;

import io.github.stencil.tile.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * One axis of one tensor inside a network, and how its positions depend on positions of earlier tensors.
 *
 * <p>Sites are numbered as they are made, so that a site's sources always have smaller numbers.
 */
final class Site {
    /** Positions {@code min..max} of a site, both included. */
    record Range(long min, long max) {
        Range union(Range other) {
            return new Range(Math.min(min, other.min), Math.max(max, other.max));
        }
    }

    /** Which positions of a source a range of positions depends on. */
    @FunctionalInterface
    interface Reach {
        Range back(Range range);
    }

    private record Edge(Site source, Reach reach) {}

    private final Axis axis;
    private final int number;
    private final long numerator;
    private final long denominator;
    private final List<Edge> edges = new ArrayList<>();

    private Site(Axis axis, int number, long numerator, long denominator) {
        long divisor = Span.commonDivisor(numerator, denominator);
        this.axis = axis;
        this.number = number;
        this.numerator = numerator / divisor;
        this.denominator = denominator / divisor;
    }

    /** Makes a site whose step is {@code grow/shrink} times that of this one. */
    Site derive(long grow, long shrink, Reach reach) {
        Site site = axis.create(numerator * grow, denominator * shrink);
        site.edges.add(new Edge(this, reach));
        return site;
    }

    /** Notes that something depends on all positions at once, such as their mean. */
    void gather() {
        axis.global = true;
    }

    /** Makes a site that depends on the same positions of this and another. */
    Site join(Site other) {
        if (this == other) {
            return this;
        }
        if (numerator != other.numerator || denominator != other.denominator) {
            throw new UnreadableGraphException("tensors of different resolution are joined");
        }
        Site site = axis.create(numerator, denominator);
        site.edges.add(new Edge(this, range -> range));
        site.edges.add(new Edge(other, range -> range));
        return site;
    }

    /** The sites of one axis. */
    static final class Axis {
        private final List<Site> sites = new ArrayList<>();
        private final Site input = create(1, 1);
        private boolean global;

        Site input() {
            return input;
        }

        /** Returns whether something depends on all positions at once. */
        boolean global() {
            return global;
        }

        /** Returns by how many input pixels an image can be moved so that every site moves by whole positions. */
        long step() {
            long step = 1;
            for (Site site : sites) {
                step = step / Span.commonDivisor(step, site.numerator) * site.numerator;
            }
            return step;
        }

        /**
         * Returns how far beyond an output tile the input must be known, for tiles that begin and end at multiples of
         * the step: the positions are followed back exactly, through every path.
         */
        long halo(Site output) {
            if (output.numerator != output.denominator) {
                throw new OtherSizeException("the output has another resolution than the input");
            }
            long tile = step() * 64;
            Range[] needed = new Range[sites.size()];
            needed[output.number] = new Range(0, tile - 1);
            for (int i = output.number; i > 0; i--) {
                Range range = needed[i];
                if (range == null) {
                    continue;
                }
                for (Edge edge : sites.get(i).edges) {
                    Range back = edge.reach.back(range);
                    Range before = needed[edge.source.number];
                    needed[edge.source.number] = before == null ? back : before.union(back);
                }
            }
            Range image = needed[0] == null ? new Range(0, tile - 1) : needed[0];
            return Math.max(0, Math.max(-image.min(), image.max() - (tile - 1)));
        }

        private Site create(long numerator, long denominator) {
            Site site = new Site(this, sites.size(), numerator, denominator);
            sites.add(site);
            return site;
        }
    }
}
