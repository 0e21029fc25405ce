// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.label.objects;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The few ids of a block out of the many of an image, numbered from 1 on. */
final class LocalIds {
    private LocalIds() {}

    /**
     * Numbers ids in the order in which they occur.
     *
     * @param labels ids, which become numbers; 0 stays
     * @return the id of each number, that of 1 first
     */
    static int[] compact(int... labels) {
        Map<Integer, Integer> numbers = new HashMap<>();
        int[] ids = new int[64];
        int last = 0;
        int number = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] != last) {
                last = labels[i];
                number = last == 0 ? 0 : numbers.computeIfAbsent(last, id -> numbers.size() + 1);
                if (number > ids.length) {
                    ids = Arrays.copyOf(ids, 2 * ids.length);
                }
                if (number > 0) {
                    ids[number - 1] = last;
                }
            }
            labels[i] = number;
        }
        return Arrays.copyOf(ids, numbers.size());
    }
}
