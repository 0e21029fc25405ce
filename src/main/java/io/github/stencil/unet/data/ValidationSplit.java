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
    private static final int PURPOSE = -2;

    ValidationSplit {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
    }

    /**
     * Holds back whole images, or, where there is one image only, cases of it: neighbouring slices are too alike for a fair
     * score where there is a choice.
     *
     * @param images the cases of each image, in a fixed order
     * @param fraction of images; where it is above 0 and there are two, at least one of each part
     */
    static <T> ValidationSplit<T> of(List<List<T>> images, double fraction, long seed) {
        List<List<T>> groups = images.size() > 1
                ? images
                : images.get(0).stream().map(List::of).toList();
        int count = groups.size();
        int wanted =
                fraction == 0 || count < 2 ? 0 : Math.max(1, Math.min(count - 1, (int) Math.round(fraction * count)));
        SplittableRandom random = RandomStreams.at(seed, PURPOSE);
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
}
