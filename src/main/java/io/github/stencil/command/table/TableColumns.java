// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command.table;

import ij.measure.ResultsTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * A table by its columns: what each is called, and what it shows of a row.
 *
 * @param <R> what a row is about
 */
public final class TableColumns<R> {
    private final Map<String, BiConsumer<ResultsTable, R>> cells = new LinkedHashMap<>();

    /** Adds a column of words, and returns this. */
    public TableColumns<R> words(String column, Function<R, String> cell) {
        cells.put(column, (table, row) -> table.addValue(column, cell.apply(row)));
        return this;
    }

    /** Adds a column of numbers, and returns this. */
    public TableColumns<R> numbers(String column, ToDoubleFunction<R> cell) {
        cells.put(column, (table, row) -> table.addValue(column, cell.applyAsDouble(row)));
        return this;
    }

    /** Adds columns of numbers, and returns this; a row has as many of them, in the same order. */
    public TableColumns<R> numbers(List<String> columns, Function<R, List<Double>> values) {
        for (int i = 0; i < columns.size(); i++) {
            int index = i;
            numbers(columns.get(i), row -> values.apply(row).get(index));
        }
        return this;
    }

    /** Returns the table of rows; it has its columns even where there is none. */
    public ResultsTable table(Iterable<R> rows) {
        ResultsTable table = Tables.of(cells.keySet());
        for (R row : rows) {
            table.addRow();
            cells.values().forEach(cell -> cell.accept(table, row));
        }
        return table;
    }
}
