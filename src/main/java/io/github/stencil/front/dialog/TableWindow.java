// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import ij.measure.ResultsTable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** What table windows show: rows of other images stay, and rows that sum up others are in a window of their own. */
final class TableWindow {
    private static final String IMAGE = "Image";
    /** What is added to the title of a table for the window with the rows that sum it up. */
    private static final String SUMS = " (all)";

    private TableWindow() {}

    /**
     * Returns a table's windows by title, so that a column of the first can be averaged: the rows of images, and those
     * that sum up images, whose names are in parentheses.
     */
    static Map<String, ResultsTable> split(String title, ResultsTable table) {
        Map<String, ResultsTable> windows = new LinkedHashMap<>();
        ResultsTable images = copy(table, row -> !sums(table, row));
        ResultsTable sums = copy(table, row -> sums(table, row));
        if (sums.size() == 0 || images.size() == 0) {
            windows.put(title, table);
        } else {
            windows.put(title, images);
            windows.put(title + SUMS, sums);
        }
        return windows;
    }

    private static boolean sums(ResultsTable table, int row) {
        String image = image(table, row);
        return image != null && (image.startsWith("(all)") || image.startsWith("(mean)"));
    }

    /**
     * Returns what a window is to show: a table's rows behind those of other images that are shown already. A cell that a
     * row has no value for is not a number.
     *
     * @param shown what the window shows; null if there is none
     */
    static ResultsTable merge(@Nullable ResultsTable shown, ResultsTable table) {
        if (shown == null || !shown.columnExists(IMAGE) || !table.columnExists(IMAGE)) {
            return table;
        }
        Set<String> images = new LinkedHashSet<>();
        for (int row = 0; row < table.size(); row++) {
            images.add(String.valueOf(image(table, row)));
        }
        ResultsTable merged = copy(shown, row -> !images.contains(String.valueOf(image(shown, row))));
        if (merged.size() == 0) {
            return table;
        }
        for (String heading : table.getHeadings()) {
            merged.getFreeColumn(heading);
        }
        int kept = merged.size();
        append(table, row -> true, merged);
        for (String heading : merged.getHeadings()) { // ImageJ fills up with zeros
            boolean before = shown.columnExists(heading);
            boolean now = table.columnExists(heading);
            for (int row = 0; row < merged.size(); row++) {
                if (row < kept ? !before : !now) {
                    merged.setValue(heading, row, Double.NaN);
                }
            }
        }
        return merged;
    }

    private static @Nullable String image(ResultsTable table, int row) {
        return table.columnExists(IMAGE) ? table.getStringValue(IMAGE, row) : null;
    }

    private static ResultsTable copy(ResultsTable table, IntPredicate rows) {
        ResultsTable copy = new ResultsTable();
        Arrays.stream(table.getHeadings()).forEach(copy::getFreeColumn);
        append(table, rows, copy);
        return copy;
    }

    private static void append(ResultsTable table, IntPredicate rows, ResultsTable to) {
        for (int row = 0; row < table.size(); row++) {
            if (!rows.test(row)) {
                continue;
            }
            to.addRow();
            for (String heading : table.getHeadings()) {
                double number = table.getValue(heading, row);
                String text = Double.isNaN(number) ? table.getStringValue(heading, row) : "";
                if (text.isEmpty() || text.equals("NaN")) {
                    to.addValue(heading, number);
                } else {
                    to.addValue(heading, text);
                }
            }
        }
    }
}
