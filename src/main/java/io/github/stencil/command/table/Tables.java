package io.github.stencil.command.table;

import ij.measure.ResultsTable;

/** Makes tables. */
public final class Tables {
    private Tables() {}

    /** Returns a table with its columns, so that it has a header line even where it gets no row. */
    public static ResultsTable of(String... columns) {
        ResultsTable table = new ResultsTable();
        for (String column : columns) {
            table.getFreeColumn(column);
        }
        return table;
    }
}
