// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.run;

import ij.measure.ResultsTable;
import io.github.stencil.FileTrouble;
import io.github.stencil.command.table.MeasurementTables;
import io.github.stencil.front.Csv;
import io.github.stencil.front.PartFiles;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

/** The tables of all runs of a command, by title, until they are printed and written. */
final class ResultTables {
    private final Map<String, List<Csv.Part>> tables = new LinkedHashMap<>();

    /** Takes the tables that a run has set, and returns how many. */
    int add(Module module, String image) {
        int count = 0;
        for (ModuleItem<?> output : OutputFiles.outputs(module.getInfo(), ResultsTable.class)) {
            if (module.getOutput(output.getName()) instanceof ResultsTable table) {
                tables.computeIfAbsent(output.getLabel(), title -> new ArrayList<>())
                        .add(new Csv.Part(image, table));
                count++;
            }
        }
        return count;
    }

    /** Prints the tables, each under its title if there are several. */
    void print(PrintWriter out) {
        String gap = "";
        for (Map.Entry<String, List<Csv.Part>> table : tables.entrySet()) {
            if (tables.size() > 1) {
                out.print(gap);
                out.println(table.getKey());
                gap = System.lineSeparator();
            }
            FileTrouble.writing("The table", () -> Csv.write(table.getValue(), out, System.lineSeparator()));
        }
    }

    /** Returns what the counts of objects come to, over all images; an empty text if none were counted. */
    String summary() {
        return MeasurementTables.sentence(tables.getOrDefault(MeasurementTables.COUNTS, List.of()).stream()
                .map(Csv.Part::table)
                .toList());
    }

    /** Writes each table to its file. */
    void write(OutputFiles places, PartFiles parts) {
        for (Map.Entry<String, List<Csv.Part>> table : tables.entrySet()) {
            Path file = places.table(table.getKey());
            Path part = parts.begin(file);
            try (BufferedWriter writer = Files.newBufferedWriter(part)) {
                Csv.write(table.getValue(), writer, "\r\n");
            } catch (IOException e) {
                throw FileTrouble.writing(file, e);
            }
            parts.finish(part, file);
        }
    }
}
