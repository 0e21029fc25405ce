// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.work;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a step of long work, or something that it writes down, is called: a constant of an enum, so that no name is spelled
 * twice, and numbers, such as those of a plane. Equal in all processes.
 *
 * @param what a constant of an enum
 * @param numbers which of its kind it is; none where there is one
 */
public record Key(Enum<?> what, List<Integer> numbers) implements Serializable {
    /** Copies the list. */
    public Key {
        numbers = List.copyOf(numbers);
    }

    /** Returns a key. */
    public static Key of(Enum<?> what, int... numbers) {
        return new Key(what, IntStream.of(numbers).boxed().toList());
    }

    /** Returns the constant in words, and the numbers: "objects-0-0"; a file may be called so. */
    @Override
    public String toString() {
        String digits = numbers.stream().map(number -> "-" + number).collect(Collectors.joining()); // in all languages
        return what.name().toLowerCase(Locale.ROOT).replace('_', ' ') + digits;
    }
}
