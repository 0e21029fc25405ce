// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import io.github.stencil.StencilException;
import io.github.stencil.model.scale.PlaneScale;
import io.github.stencil.model.step.Normalization;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A case and what one pass over it tells.
 *
 * @param source where its pixels and labels are
 * @param scale how its channels are normalised
 * @param sites of each class that occurs: how many pixels, and some positions [D, H, W]; classes that no pixel has are
 *     not there
 */
record KnownCase(LabelledCase source, PlaneScale scale, SortedMap<Integer, Sites> sites) {
    private static final int BAND_PIXELS = 1 << 20;

    KnownCase {
        sites = Collections.unmodifiableSortedMap(sites);
    }

    /**
     * Reads all pixels once.
     *
     * @param targets with masks not yet told from classes
     * @param most how many positions of each class are kept
     * @param alive is run often, and may throw to stop this
     * @throws StencilException if a pixel is not finite, a label is no whole number, or classes are plainly objects
     */
    static KnownCase of(
            LabelledCase source,
            Targets targets,
            Normalization normalization,
            int most,
            SplittableRandom random,
            Runnable alive) {
        SortedMap<Integer, Sites> sites = new TreeMap<>();
        int rows = Math.max(1, Math.min(source.height(), BAND_PIXELS / source.width()));
        for (int z = 0; z < source.depth(); z++) {
            for (int y = 0; y < source.height(); y += rows) {
                alive.run();
                Band band = new Band(source, y, Math.min(source.height(), y + rows), z, targets);
                band.count(sites, () -> new Sites(most, random.split()));
                if (sites.size() > Targets.MOST_CLASSES) {
                    throw StencilException.of(
                            "The labels %s hold more than %d different labels, so they are objects rather than classes. Choose the task Objects.",
                            source.pair().labels(), Targets.MOST_CLASSES);
                }
            }
        }
        alive.run();
        int last = source.slice() + source.depth() - 1;
        PlaneScale scale =
                PlaneScale.of(source.pair().image().image(), source.slice(), last, source.frame(), normalization);
        return new KnownCase(source, scale, sites);
    }

    /** Returns this case with the sites of one class as those of another. */
    KnownCase renamed(int from, int to) {
        SortedMap<Integer, Sites> named = new TreeMap<>(sites);
        Sites moved = named.remove(from);
        if (moved != null) {
            named.put(to, moved);
        }
        return new KnownCase(source, scale, named);
    }

    /** Returns how many pixels of a class there are. */
    long count(int label) {
        Sites known = sites.get(label);
        return known == null ? 0 : known.count();
    }

    /** Rows of one slice, with the pixels beside them that decide about their classes. */
    private static final class Band {
        private final int width;
        private final int[] classes;
        private final int first;
        private final int length;
        private final long position;
        private final LabelledCase source;
        private final int top;

        Band(LabelledCase source, int y, int end, int z, Targets targets) {
            this.source = source;
            top = y;
            int margin = targets.margin();
            int above = Math.max(0, y - margin);
            int bottom = Math.min(source.height(), end + margin);
            int front = Math.max(0, z - margin);
            int back = Math.min(source.depth(), z + 1 + margin);
            width = source.width();
            int[] labels = source.readLabels(0, above, front, width, bottom - above, back - front);
            classes = targets.classes(labels, width, bottom - above, back - front);
            first = ((z - front) * (bottom - above) + y - above) * width;
            length = (end - y) * width;
            position = ((long) z * source.height() + y) * width;
        }

        void count(SortedMap<Integer, Sites> sites, java.util.function.Supplier<Sites> create) {
            int last = Targets.IGNORED;
            Sites of = null;
            boolean corner = source.held().isPresent() && source.held().get().meets(0, top, width, length / width);
            for (int i = 0; i < length; i++) {
                boolean held = corner && source.held().get().contains(i % width, top + i / width);
                int found = held ? Targets.IGNORED : classes[first + i];
                if (found != last) {
                    last = found;
                    of = found == Targets.IGNORED ? null : sites.computeIfAbsent(found, f -> create.get());
                    if (sites.size() > Targets.MOST_CLASSES) {
                        return;
                    }
                }
                if (of != null) {
                    of.add(position + i);
                }
            }
        }
    }
}
