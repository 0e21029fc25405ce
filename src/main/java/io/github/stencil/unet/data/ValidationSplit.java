// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.unet.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What is trained on and what is held back, both in their order.
 *
 * @param training at least one
 * @param validation none if there is only one
 */
record ValidationSplit<T>(List<T> training, List<T> validation) {
    /** Of fewer images none is spared whole: a corner of each is held back. */
    static final int FEWEST_WHOLE = 10;

    private static final int FEWEST_HELD = 2;
    /** What is held back depends on the set alone, so that trainings with several seeds are judged by the same pixels. */
    private static final long SEED = 1;

    private static final int PURPOSE = -2;

    ValidationSplit {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
    }

    /** Returns whether corners of all cases are held back rather than whole images. */
    static <T> boolean byCorners(List<List<T>> images, double fraction) {
        return fraction > 0 && groups(images).size() < FEWEST_WHOLE;
    }

    /**
     * Holds back whole images, at least two, or, where there is one image only, cases of it: neighbouring slices are too
     * alike for a fair score where there is a choice. By corners, every case is in both parts.
     *
     * @param images the cases of each image, in a fixed order
     * @param fraction of images; 0 for none
     */
    static <T> ValidationSplit<T> of(List<List<T>> images, double fraction) {
        List<List<T>> groups = groups(images);
        int count = groups.size();
        if (byCorners(images, fraction)) {
            List<T> all = groups.stream().flatMap(List::stream).toList();
            return new ValidationSplit<>(all, all);
        }
        int wanted = fraction == 0 ? 0 : Math.max(FEWEST_HELD, Math.min(count - 1, (int) Math.round(fraction * count)));
        SplittableRandom random = RandomStreams.at(SEED, PURPOSE);
        Set<Integer> held = new HashSet<>();
        while (held.size() < wanted) {
            held.add(random.nextInt(count));
        }
        List<T> training = new ArrayList<>();
        List<T> validation = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            (held.contains(i) ? validation : training).addAll(groups.get(i));
        }
        return new ValidationSplit<>(training, validation);
    }

    private static <T> List<List<T>> groups(List<List<T>> images) {
        return images.size() > 1 ? images : images.get(0).stream().map(List::of).toList();
    }
}
