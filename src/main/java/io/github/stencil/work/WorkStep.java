// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.work;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A step of long work: pieces that do not need each other. Other processes know it as an equal one; made by {@link
 * Workplace#step}.
 *
 * @param path the parts of the work that it belongs to, and last its own name
 * @param count how many pieces there are, numbered from 0 on
 */
public record WorkStep(List<Key> path, int count) implements Serializable {
    /** Copies the list. */
    public WorkStep {
        path = List.copyOf(path);
    }

    /** Returns the step's own name. */
    public Key name() {
        return path.get(path.size() - 1);
    }

    /** Returns where its receipts are: not those of a step that was cut into another number of pieces. */
    Key place() {
        return new Key(
                name().what(),
                Stream.concat(name().numbers().stream(), Stream.of(count)).toList());
    }

    /** Returns what people are told: "objects-0-0 components". */
    @Override
    public String toString() {
        return path.stream().map(Key::toString).collect(Collectors.joining(" "));
    }
}
