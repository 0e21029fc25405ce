// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.run;

import ij.measure.ResultsTable;
import io.github.stencil.FileTrouble;
import io.github.stencil.command.TableSet;
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
    /** Those of a batch, which has written them itself. */
    private final Map<String, List<Csv.Part>> printed = new LinkedHashMap<>();

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
        for (ModuleItem<?> output : OutputFiles.outputs(module.getInfo(), TableSet.class)) {
            if (module.getOutput(output.getName()) instanceof TableSet set) {
                set.tables().forEach((title, table) -> printed.put(title, List.of(new Csv.Part(image, table))));
            }
        }
        return count;
    }

    /** Returns each table by its title: those of several images as one, in whose first column the image stands. */
    Map<String, ResultsTable> merged() {
        Map<String, ResultsTable> merged = new LinkedHashMap<>();
        tables.forEach((title, parts) -> merged.put(title, MergedTable.of(parts)));
        return merged;
    }

    /** Prints the tables, each under its title if there are several. */
    void print(PrintWriter out) {
        String gap = "";
        Map<String, List<Csv.Part>> all = new LinkedHashMap<>(tables);
        all.putAll(printed);
        for (Map.Entry<String, List<Csv.Part>> table : all.entrySet()) {
            if (all.size() > 1) {
                out.print(gap);
                out.println(table.getKey());
                gap = System.lineSeparator();
            }
            FileTrouble.writing("The table", () -> Csv.write(table.getValue(), out, System.lineSeparator()));
        }
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
