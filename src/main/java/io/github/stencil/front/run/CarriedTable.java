// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.run;

import ij.measure.ResultsTable;
import io.github.stencil.command.table.Tables;
import java.io.Serializable;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A table on its way from another process.
 *
 * @param output the output it is the value of
 * @param rows how many rows it has
 * @param columns its columns, in order
 */
record CarriedTable(String output, int rows, ArrayList<Column> columns) implements Serializable {
    /** A column: its cells as numbers, NaN where a cell is text; and as text, unless all are numbers. */
    private static final class Column implements Serializable {
        private static final long serialVersionUID = 1;

        final String heading;
        /** Whether these are the labels of the rows, which ImageJ keeps apart from columns. */
        final boolean labels;

        final double[] numbers;
        final @Nullable String @Nullable [] texts;

        Column(String heading, ResultsTable table) {
            this.heading = heading;
            int index = table.getColumnIndex(heading);
            labels = index == ResultsTable.COLUMN_NOT_FOUND;
            numbers = new double[table.size()];
            @Nullable String[] cells = new @Nullable String[table.size()];
            boolean plain = !labels;
            for (int row = 0; row < cells.length; row++) {
                numbers[row] = labels ? Double.NaN : table.getValueAsDouble(index, row);
                if (Double.isNaN(numbers[row])) {
                    cells[row] = labels ? table.getLabel(row) : table.getStringValue(index, row);
                    plain &= "NaN".equals(cells[row]);
                }
            }
            texts = plain ? null : cells;
        }

        void fill(ResultsTable table, int row) {
            String text = texts == null ? null : texts[row];
            if (labels) {
                table.setLabel(text, row);
            } else if (text == null) {
                table.addValue(heading, numbers[row]);
            } else {
                table.addValue(heading, text);
            }
        }
    }

    static CarriedTable of(String output, ResultsTable table) {
        ArrayList<Column> columns = new ArrayList<>();
        for (String heading : table.getHeadings()) {
            columns.add(new Column(heading, table));
        }
        return new CarriedTable(output, table.size(), columns);
    }

    /** Returns the table. */
    ResultsTable table() {
        ResultsTable table = Tables.of(columns.stream()
                .filter(column -> !column.labels)
                .map(column -> column.heading)
                .toList());
        for (int row = 0; row < rows; row++) {
            table.addRow();
            for (Column column : columns) {
                column.fill(table, row);
            }
        }
        return table;
    }
}
