// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.run;

import ij.IJ;
import ij.ImageJ;
import ij.WindowManager;
import ij.measure.ResultsTable;
import io.github.stencil.front.Commands;
import io.github.stencil.front.Csv;
import java.awt.GraphicsEnvironment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.imagej.patcher.LegacyInjector;

/**
 * Runs a macro with or without a display, and leaves the tables that are open at its end as files beside its results.
 * Arguments: the macro, the sample data and an OME-Zarr with a bar between them, and the folder for results.
 */
public final class EveryCommand {
    private EveryCommand() {}

    /** Runs the macro and ends the JVM. */
    public static void main(String[] args) throws IOException {
        Path results = Path.of(args[2]);
        boolean headless = GraphicsEnvironment.isHeadless();
        if (headless) {
            LegacyInjector.preinit(); // before any of ImageJ's classes
        }
        String answer = Macro.run(Files.readString(Path.of(args[0])), args[1] + "|" + results, results, headless);
        System.out.println("SEEN answer = " + answer); // Screen knows classes that patched ones do not agree with
        Runtime.getRuntime().halt(0);
    }

    /** What touches ImageJ, which must be patched before. */
    private static final class Macro {
        private static String run(String text, String argument, Path results, boolean headless) throws IOException {
            PrintStream out = System.out;
            ByteArrayOutputStream log = new ByteArrayOutputStream(); // where ImageJ's log goes without a display
            if (headless) {
                System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
            } else {
                new ImageJ(ImageJ.STANDALONE);
            }
            String answer = IJ.runMacro(text, argument);
            System.setOut(out);
            String said = headless ? log.toString(StandardCharsets.UTF_8) : String.valueOf(IJ.getLog());
            Map<String, String> tables = headless ? logged(said) : shown();
            for (Map.Entry<String, String> table : tables.entrySet()) {
                Path file = results.resolve("tables").resolve(table.getKey() + ".csv");
                Files.createDirectories(file.resolveSibling("."));
                Files.writeString(file, table.getValue());
            }
            if (!"done".equals(answer)) {
                System.out.println(said);
            }
            return answer;
        }

        private static Map<String, String> shown() {
            Map<String, String> tables = new LinkedHashMap<>();
            for (String title : WindowManager.getNonImageTitles()) {
                ResultsTable table = ResultsTable.getResultsTable(title);
                if (table != null) {
                    tables.put(title, Csv.text(table));
                }
            }
            return tables;
        }

        private static Map<String, String> logged(String log) {
            List<String> titles = Commands.all().stream()
                    .flatMap(command -> OutputFiles.outputs(command.info(), ResultsTable.class).stream())
                    .flatMap(output -> Stream.of(output.getLabel(), output.getLabel() + " (all)"))
                    .toList();
            Map<String, String> tables = new LinkedHashMap<>();
            String title = "";
            for (String line : log.lines().toList()) {
                if (titles.contains(line)) {
                    title = line;
                    tables.put(title, "");
                } else if (!line.isEmpty() && !title.isEmpty()) {
                    tables.merge(title, line + "\n", String::concat);
                }
            }
            return tables;
        }
    }
}
