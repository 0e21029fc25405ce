// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command.table;

import ij.measure.ResultsTable;
import java.util.Map;

/** Makes tables. */
public final class Tables {
    private Tables() {}

    /** Returns a table with its columns, so that it has a header line even where it gets no row. */
    public static ResultsTable of(Iterable<String> columns) {
        ResultsTable table = new ResultsTable();
        columns.forEach(table::getFreeColumn);
        return table;
    }

    /** Returns the table of what is known about one thing: a row per property, in the map's order. */
    public static ResultsTable properties(Map<String, String> properties) {
        return new TableColumns<Map.Entry<String, String>>()
                .words("Property", Map.Entry::getKey)
                .words("Value", Map.Entry::getValue)
                .table(properties.entrySet());
    }
}
