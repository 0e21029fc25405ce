// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front;

import static org.assertj.core.api.Assertions.assertThat;

import ij.measure.ResultsTable;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {

    @Test
    void numbersKeepTheirPrecisionAndUndefinedOnesAreNaN() {
        ResultsTable table = new ResultsTable();
        table.addRow();
        table.addValue("A", 16_777_217);
        table.addValue("B", 0.1 + 0.2);
        table.addValue("C", Double.NaN);
        table.addValue("D", Double.POSITIVE_INFINITY);
        table.addValue("E", 1e-300);
        assertThat(Csv.text(table)).isEqualTo("A,B,C,D,E\n16777217,0.30000000000000004,NaN,Infinity,1.0E-300\n");
    }

    @Test
    void aColumnMayHoldWordsAndNumbers() {
        ResultsTable table = new ResultsTable();
        for (int row = 0; row < 3; row++) {
            table.addRow();
            table.addValue("Label", row + 40);
            if (row == 1) {
                table.addValue("Class", 3.5);
            } else {
                table.addValue("Class", row == 0 ? "" : "two, \"lines\"");
            }
        }
        assertThat(Csv.text(table)).isEqualTo("Label,Class\n40,\n41,3.5\n42,\"two, \"\"lines\"\"\"\n");
    }

    @Test
    void noSpreadsheetRunsATextAndNumbersStayNumbers() throws IOException {
        ResultsTable table = new ResultsTable();
        String[] texts = {"=1+1", "+a", "-a", "@a", "\tb", "\rb", "\uff1db", "a=b", "-5", "+1e3", "", "a;=b"};
        for (String text : texts) {
            table.addRow();
            table.addValue("Name", text);
            table.addValue("=Size", -1.5);
        }
        assertThat(Csv.text(table))
                .isEqualTo("Name,'=Size\n'=1+1,-1.5\n'+a,-1.5\n'-a,-1.5\n'@a,-1.5\n\"'\tb\",-1.5\n\"'\rb\",-1.5\n"
                        + "'\uff1db,-1.5\na=b,-1.5\n-5,-1.5\n+1e3,-1.5\n,-1.5\n\"a;=b\",-1.5\n");
        StringBuilder named = new StringBuilder();
        Csv.write(List.of(new Csv.Part("=a", table("C", 1)), new Csv.Part("-7", table("C", 2))), named, "\n");
        assertThat(named).hasToString("Image,C\n'=a,1\n-7,2\n");
    }

    @Test
    void imagejsOwnRowLabelsAreAColumn() {
        ResultsTable table = new ResultsTable();
        table.addRow();
        table.addLabel("first");
        table.addValue("A", 1);
        assertThat(Csv.text(table)).isEqualTo("Label,A\nfirst,1\n");
    }

    @Test
    void tablesOfDifferentColumnsAreJoinedUnderAllOfThem() throws IOException {
        StringBuilder text = new StringBuilder();
        Csv.write(List.of(new Csv.Part("a", table("C1", 1)), new Csv.Part("b", table("C2", 2))), text, "\n");
        assertThat(text).hasToString("Image,C1,C2\na,1,NaN\nb,NaN,2\n");
    }

    @Test
    void aTableThatNamesItsImagesIsLeftAsItIs() throws IOException {
        StringBuilder text = new StringBuilder();
        Csv.write(List.of(new Csv.Part("a", table("Image", 1)), new Csv.Part("b", table("Image", 2))), text, "\n");
        assertThat(text).hasToString("Image\n1\n2\n");
    }

    private static ResultsTable table(String heading, double value) {
        ResultsTable table = new ResultsTable();
        table.addRow();
        table.addValue(heading, value);
        return table;
    }
}
