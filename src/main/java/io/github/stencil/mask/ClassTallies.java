// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.mask;

import io.github.stencil.Progress;
import io.github.stencil.image.PixelType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import net.imglib2.Interval;

/**
 * Tallies the values of classes, plane by plane or over all planes, in one go through the image; 32-bit images are read
 * twice, as medians are found in a second pass, which follows a plane's first one at once. For one use.
 */
final class ClassTallies {
    private final PixelGather gather;
    private final PixelType type;
    private final int channels;
    private final Listener listener;
    private Map<Long, Tally[]> classes = new TreeMap<>();
    private Tally.Pages pages = new Tally.Pages();

    /** Hears what has been tallied. */
    @FunctionalInterface
    interface Listener {
        /**
         * Takes the tallies of a plane, or of all planes.
         *
         * @param band one of those that were tallied
         * @param classes a tally for each channel of each class that is there, rising by class
         */
        void hear(Interval band, Map<Long, Tally[]> classes);
    }

    /** A band, whether it is read for the second time, and whether it is the last one of a pass. */
    private record Step(Interval band, boolean again, boolean last) {}

    ClassTallies(PixelGather gather, PixelType type, int channels, Listener listener) {
        this.gather = gather;
        this.type = type;
        this.channels = channels;
        this.listener = listener;
    }

    /**
     * Goes through the image.
     *
     * @param pool whether all planes are tallied together
     */
    void run(boolean pool, Progress progress) {
        List<Step> steps = new ArrayList<>();
        List<Interval> bands = gather.bands();
        for (int first = 0, end; first < bands.size(); first = end) {
            end = first + 1;
            while (end < bands.size() && (pool || PixelGather.isSamePlane(bands.get(first), bands.get(end)))) {
                end++;
            }
            addPass(steps, bands.subList(first, end), false);
            if (!type.isInteger()) {
                addPass(steps, bands.subList(first, end), true);
            }
        }
        int[] next = new int[1];
        gather.each(steps.stream().map(Step::band).toList(), progress, part -> take(steps.get(next[0]++), part));
    }

    private static void addPass(List<Step> steps, List<Interval> bands, boolean again) {
        for (int i = 0; i < bands.size(); i++) {
            steps.add(new Step(bands.get(i), again, i == bands.size() - 1));
        }
    }

    private void take(Step step, PixelGather.Part part) {
        if (step.again()) {
            addAgain(part);
        } else {
            add(part);
        }
        if (step.last() && !step.again() && !type.isInteger()) {
            classes.values().forEach(tallies -> List.of(tallies).forEach(Tally::seekMedian));
        } else if (step.last()) {
            listener.hear(step.band(), classes);
            classes = new TreeMap<>();
            pages.close();
            pages = new Tally.Pages();
        }
    }

    private void add(PixelGather.Part part) {
        long last = -1;
        Tally[] tallies = {};
        for (int i = 0; i < part.size(); i++) {
            long label = part.label(i);
            if (label != last) { // labels come in runs
                tallies = classes.computeIfAbsent(label, key -> create());
                last = label;
            }
            for (int c = 0; c < channels; c++) {
                tallies[c].add(part.value(i, c));
            }
        }
    }

    private void addAgain(PixelGather.Part part) {
        long last = -1;
        Tally[] tallies = {};
        for (int i = 0; i < part.size(); i++) {
            long label = part.label(i);
            if (label != last) {
                tallies = Objects.requireNonNull(classes.get(label));
                last = label;
            }
            for (int c = 0; c < channels; c++) {
                tallies[c].addAgain(part.value(i, c));
            }
        }
    }

    private Tally[] create() {
        Tally[] tallies = new Tally[channels];
        for (int c = 0; c < channels; c++) {
            tallies[c] = new Tally(type, pages);
        }
        return tallies;
    }
}
