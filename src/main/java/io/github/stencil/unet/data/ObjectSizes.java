// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** How large the objects are that a network learns from: their areas, or volumes, in pixels. */
final class ObjectSizes {
    /** So many of a thousand objects may be smaller than the smallest that counts: specks of a careless hand. */
    private static final double SPECKS = 0.005;

    private static final List<Double> QUANTILES = List.of(0.05, 0.25, 0.5, 0.75, 0.95);

    private ObjectSizes() {}

    /**
     * Returns the size of the smallest object, but for the few that are most likely specks. Objects at an image's edge do
     * not count, as they may be parts of larger ones; nor do maps of a single label, which are masks of many objects.
     *
     * @param cases whose labels number objects
     * @return in pixels; empty if there is no object that counts
     */
    static OptionalDouble smallest(List<LabelledCase> cases, Targets targets) {
        List<Long> sizes = sizes(cases, targets);
        return sizes.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(sizes.get((int) (SPECKS * (sizes.size() - 1))));
    }

    /** Returns the sizes in pixels at {@link #QUANTILES}; none if there is no object that counts. */
    static List<Long> quantiles(List<LabelledCase> cases, Targets targets) {
        List<Long> sizes = sizes(cases, targets);
        return sizes.isEmpty()
                ? List.of()
                : QUANTILES.stream()
                        .map(part -> sizes.get((int) Math.round(part * (sizes.size() - 1))))
                        .toList();
    }

    private static List<Long> sizes(List<LabelledCase> cases, Targets targets) {
        List<Long> sizes = new ArrayList<>();
        for (LabelledCase one : cases) {
            Map<Integer, Size> objects = new HashMap<>();
            for (int z = 0; z < one.depth(); z++) {
                add(one, z, objects, targets);
            }
            if (objects.size() > 1) {
                objects.values().stream()
                        .filter(size -> !size.cut)
                        .map(size -> size.pixels)
                        .forEach(sizes::add);
            }
        }
        Collections.sort(sizes);
        return sizes;
    }

    private static void add(LabelledCase one, int z, Map<Integer, Size> objects, Targets targets) {
        int[] labels = one.readLabels(0, 0, z, one.width(), one.height(), 1);
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] != 0 && !targets.ignored().contains(Integer.toUnsignedLong(labels[i]))) {
                int x = i % one.width();
                int y = i / one.width();
                Size size = objects.computeIfAbsent(labels[i], label -> new Size());
                size.pixels++;
                size.cut |= x == 0 || y == 0 || x == one.width() - 1 || y == one.height() - 1;
            }
        }
    }

    /** One object while it is counted. */
    private static final class Size {
        private long pixels;
        private boolean cut;
    }
}
