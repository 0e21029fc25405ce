// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import ij.measure.ResultsTable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tables of which only the run itself knows how many there are.
 *
 * @param tables by title, in order
 */
public record TableSet(Map<String, ResultsTable> tables) {
    /** Copies the map. */
    public TableSet {
        tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    }
}
