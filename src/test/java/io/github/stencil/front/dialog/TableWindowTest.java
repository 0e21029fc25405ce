// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import ij.measure.ResultsTable;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableWindowTest {
    @Test
    void rowsOfOtherImagesStayAndThoseOfTheSameAreReplaced() {
        ResultsTable first = table("a", 1, "a", 2, "b", 3);
        ResultsTable second = TableWindow.merge(first, table("c", 4));
        ResultsTable third = TableWindow.merge(second, table("a", 5));
        assertThat(third.getColumnAsStrings("Image")).containsExactly("b", "c", "a");
        assertThat(third.getColumn("Label")).containsExactly(3, 4, 5);
        assertThat(third.getHeadings()).containsExactly("Image", "Label");
    }

    @Test
    void columnsThatOneTableLacksAreNoNumbersThere() {
        ResultsTable more = table("b", 2);
        more.setValue("Mean", 0, 7);
        ResultsTable merged = TableWindow.merge(table("a", 1), more);
        assertThat(merged.getHeadings()).containsExactly("Image", "Label", "Mean");
        assertThat(merged.getColumn("Mean")).containsExactly(Double.NaN, 7);
        assertThat(TableWindow.merge(merged, table("c", 3)).getColumn("Mean"))
                .containsExactly(Double.NaN, 7, Double.NaN);
    }

    @Test
    void aTableWithoutImagesIsShownAsItIs() {
        ResultsTable plain = new ResultsTable();
        plain.addRow();
        plain.addValue("Epoch", 1);
        assertThat(TableWindow.merge(table("a", 1), plain)).isSameAs(plain);
        assertThat(TableWindow.merge(null, plain)).isSameAs(plain);
        assertThat(TableWindow.split("Training History", plain)).containsOnly(Map.entry("Training History", plain));
    }

    @Test
    void rowsThatSumUpHaveAWindowOfTheirOwn() {
        Map<String, ResultsTable> windows =
                TableWindow.split("Class Scores", table("a", 1, "b", 2, "(all)", 3, "(mean)", 4, "(mean) Low", 5));
        assertThat(windows).containsOnlyKeys("Class Scores", "Class Scores (all)");
        assertThat(windows.get("Class Scores").getColumn("Label")).containsExactly(1, 2);
        assertThat(windows.get("Class Scores (all)").getColumn("Label")).containsExactly(3, 4, 5);
        assertThat(TableWindow.split("Class Scores", table("a", 1))).containsOnlyKeys("Class Scores");
    }

    private static ResultsTable table(Object... cells) {
        ResultsTable table = new ResultsTable();
        for (int i = 0; i < cells.length; i += 2) {
            table.addRow();
            table.addValue("Image", (String) cells[i]);
            table.addValue("Label", (Integer) cells[i + 1]);
        }
        return table;
    }
}
