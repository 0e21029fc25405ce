// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.run;

import ij.measure.ResultsTable;
import io.github.stencil.command.table.Tables;
import io.github.stencil.front.Csv;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Tables of several images as one for a window, as {@link Csv#write} writes them one below the other. */
final class MergedTable {
    private static final String IMAGE = "Image";

    private MergedTable() {}

    /**
     * Returns the tables as one: each row says in a first column of which image it is, unless the tables do so themselves;
     * a column that a table lacks is NaN in its rows. A single table stays as it is.
     */
    static ResultsTable of(List<Csv.Part> parts) {
        if (parts.size() == 1) {
            return parts.get(0).table();
        }
        Set<String> headings = new LinkedHashSet<>();
        parts.forEach(part -> headings.addAll(Arrays.asList(part.table().getHeadings())));
        boolean named = !headings.contains(IMAGE);
        List<String> columns = new ArrayList<>(named ? List.of(IMAGE) : List.of());
        columns.addAll(headings);
        ResultsTable whole = Tables.of(columns);
        for (Csv.Part part : parts) {
            for (int row = 0; row < part.table().size(); row++) {
                whole.addRow();
                if (named) {
                    whole.addValue(IMAGE, part.image());
                }
                for (String heading : headings) {
                    add(whole, part.table(), heading, row);
                }
            }
        }
        return whole;
    }

    private static void add(ResultsTable whole, ResultsTable table, String heading, int row) {
        int column = table.getColumnIndex(heading);
        boolean there = column != ResultsTable.COLUMN_NOT_FOUND;
        double number = there ? table.getValueAsDouble(column, row) : Double.NaN;
        String text = there ? table.getStringValue(column, row) : "NaN";
        if (Double.isNaN(number) && !text.equals("NaN")) {
            whole.addValue(heading, text);
        } else {
            whole.addValue(heading, number);
        }
    }
}
