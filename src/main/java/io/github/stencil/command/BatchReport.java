// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import ij.measure.ResultsTable;
import io.github.stencil.Progress;
import io.github.stencil.command.table.TableColumns;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a batch went, file by file.
 *
 * @param rows in the order of the files
 * @param tables what the command made for people to read, by title; none of a command whose results are images or ROIs
 */
public record BatchReport(List<Row> rows, Map<String, ResultsTable> tables) {
    /** What has become of a file. */
    public enum Status {
        /** Its result is there. */
        DONE("done"),
        /** Its result was there already, from a batch that was cut short. */
        BEFORE("done before"),
        /** It has none; the message says why. */
        FAILED("failed"),
        /** It has no partner of the same name. */
        ALONE("no partner");

        private final String label;

        Status(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    /**
     * A file.
     *
     * @param file its path
     * @param status what has become of it
     * @param seconds that it took
     * @param message why it failed; empty if it did not
     */
    public record Row(String file, Status status, double seconds, String message) {}

    /**
     * What is to be done.
     *
     * @param command the word for the command line
     * @param images folders, patterns or files by the name of the image parameter
     * @param results the folder for what is made
     * @param options of the command, as a macro gives them
     * @param tables whether its tables go to the folder, too
     * @param overwrite whether files that are there are replaced, and all is done anew
     */
    public record Task(
            String command, List<String> images, String results, String options, boolean tables, boolean overwrite) {
        /** Copies the list. */
        public Task {
            images = List.copyOf(images);
        }
    }

    /** Runs a batch; whoever can do so offers itself as a service of this type. */
    @FunctionalInterface
    public interface Runner {
        /** Runs a command over files; what fails is in the report. */
        BatchReport run(Task task, Progress progress);
    }

    /** Copies the lists. */
    public BatchReport {
        rows = List.copyOf(rows);
        tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    }

    /** Returns a table with a row per file. */
    ResultsTable table() {
        return new TableColumns<Row>()
                .words("File", Row::file)
                .words("Status", row -> row.status().toString())
                .numbers("Seconds", Row::seconds)
                .words("Message", Row::message)
                .table(rows);
    }
}
