// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.model.field;

import java.util.ArrayList;
import java.util.List;

/** What is known about a tensor without running the network. */
sealed interface Value {

    /** A part of a graph that is not reached, such as the training branch of a switch. */
    record Dead() implements Value {}

    /**
     * Numbers that do not depend on a position in the image: weights, statistics of the whole image, or a result of them.
     *
     * @param shape unknown if empty
     * @param fromImage whether they come from the image, as its mean does
     */
    record Opaque(List<Long> shape, boolean fromImage) implements Value {
        public Opaque {
            shape = List.copyOf(shape);
        }

        Opaque(List<Long> shape) {
            this(shape, false);
        }
    }

    /** Few numbers, known: shapes, sizes, axes. A scalar has no dimensions. */
    record Known(boolean scalar, List<Double> values) implements Value {
        private static final int MOST = 10_000;

        public Known {
            if (values.size() > MOST) { // a list that is joined to itself a few times is endless
                throw new UnreadableGraphException("shapes of thousands of numbers");
            }
            values = List.copyOf(values);
        }

        static Known of(long number) {
            return new Known(true, List.of((double) number));
        }

        int integer(int index) {
            return (int) Math.round(values.get(index));
        }

        int[] integers() {
            return values.stream().mapToInt(value -> (int) Math.round(value)).toArray();
        }
    }

    /** What a dimension of a tensor made from pixels runs along. */
    enum Along {
        /** Image slices, rows or columns: the position depends on pixels near it. */
        Z,
        Y,
        X,
        /** Several axes that a reshape made one, at least one of the image's among them. */
        MERGED,
        /** Equal copies. */
        COPIES,
        /** Samples, channels. */
        OTHER
    }

    /**
     * A dimension.
     *
     * @param along what it runs along
     * @param size its size for the image size that the reading assumes
     * @param sites for Z, Y and X one site, else none
     * @param parts for merged axes what they were, slowest first
     */
    record Dimension(Along along, long size, List<Site> sites, List<Dimension> parts) {
        public Dimension {
            sites = List.copyOf(sites);
            parts = List.copyOf(parts);
        }

        static Dimension of(Along along, long size, Site site) {
            return new Dimension(along, size, List.of(site), List.of());
        }

        static Dimension other(long size) {
            return new Dimension(Along.OTHER, size, List.of(), List.of());
        }

        static Dimension copies(long size) {
            return new Dimension(Along.COPIES, size, List.of(), List.of());
        }

        static Dimension merged(long size, List<Dimension> parts) {
            return new Dimension(Along.MERGED, size, List.of(), parts);
        }

        boolean spatial() {
            return along == Along.Z || along == Along.Y || along == Along.X || along == Along.MERGED;
        }

        Site site() {
            if (sites.isEmpty()) {
                throw new UnreadableGraphException("neighbours along axes that a reshape made one");
            }
            return sites.get(0);
        }

        /** Notes that something depends on all positions along this at once. */
        void gather() {
            sites.forEach(Site::gather);
            parts.forEach(Dimension::gather);
        }

        Dimension at(Site site, long newSize) {
            return of(along, newSize, site);
        }
    }

    /** A tensor made from the image's pixels. */
    record Pixels(List<Dimension> dimensions) implements Value {
        public Pixels {
            dimensions = List.copyOf(dimensions);
        }

        Pixels with(int index, Dimension dimension) {
            List<Dimension> changed = new ArrayList<>(dimensions);
            changed.set(index, dimension);
            return new Pixels(changed);
        }

        /** Returns these numbers, or numbers without a place where no image axis is left. */
        Value placed() {
            return dimensions.stream().anyMatch(Dimension::spatial)
                    ? this
                    : new Opaque(dimensions.stream().map(Dimension::size).toList(), true);
        }

        int find(Along along) {
            for (int i = 0; i < dimensions.size(); i++) {
                if (dimensions.get(i).along() == along) {
                    return i;
                }
            }
            throw new UnreadableGraphException("an image axis is lost");
        }

        Known shape() {
            return new Known(
                    false, dimensions.stream().map(d -> (double) d.size()).toList());
        }
    }
}
