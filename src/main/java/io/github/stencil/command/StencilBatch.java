// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.command;

import ij.measure.ResultsTable;
import io.github.stencil.Progress;
import java.io.File;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Runs another command over folders. */
@Plugin(
        type = Command.class,
        name = "batch",
        menuPath = "Plugins>Stencil>Stencil Batch...",
        description = "Runs another command over a folder of images; what was cut short goes on where it ended.",
        headless = true,
        attrs = @Attr(name = "no-legacy"))
public class StencilBatch extends StencilCommand {
    @Parameter(
            label = "Command",
            persist = false,
            choices = {
                "predict",
                "refine",
                "measure",
                "apply-mask",
                "extract-pixels",
                "to-categorical",
                "to-labels",
                "to-rois",
                "from-rois",
                "evaluate"
            },
            description = "What to run, by its name on the command line")
    private String command = "predict";

    @Parameter(
            label = "Options of the command (as in a macro)",
            style = "long",
            persist = false,
            description = "As a macro gives them, such as model=[my model] output=Objects")
    private String options = "";

    @Parameter(
            label = "Input folder (or pattern)",
            style = "directory",
            persist = false,
            description = "The images; a folder, or a pattern such as plates/*/dapi.tif",
            attrs = @Attr(name = "heading", value = "Files"))
    private String input;

    @Parameter(
            label = "Second input folder (optional)",
            style = "directory",
            persist = false,
            description = "For commands with two images: masks or predictions, of the same names; empty for none")
    private String second = "";

    @Parameter(label = "Results folder", style = "directory", persist = false, description = "Where results go")
    private File results;

    @Parameter(
            label = "CSV tables too",
            persist = false,
            description = "Also writes the command's tables to the folder; then all files are worked on again")
    private Boolean csv = false;

    @Parameter(
            label = "Anew (replaces results)",
            persist = false,
            description = "Does all again, replacing files that are there")
    private Boolean anew = false;

    @Parameter(label = "Batch", type = ItemIO.OUTPUT)
    ResultsTable table;

    private List<String> failed = List.of();

    @Override
    protected void execute(Progress progress) {
        BatchReport.Runner runner = ServiceLoader.load(BatchReport.Runner.class, StencilBatch.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no runner"));
        List<String> images =
                Stream.of(input, second).filter(text -> !text.isBlank()).toList();
        var task = new BatchReport.Task(command, images, results.getPath(), options, csv, anew);
        BatchReport report = runner.run(task, progress);
        table = report.table();
        failed = report.rows().stream()
                .filter(row -> row.status() == BatchReport.Status.FAILED || row.status() == BatchReport.Status.ALONE)
                .map(BatchReport.Row::file)
                .toList();
    }

    @Override
    public List<String> failed() {
        return failed;
    }
}
