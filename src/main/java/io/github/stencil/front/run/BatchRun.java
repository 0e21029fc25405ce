// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.run;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.command.BatchReport;
import io.github.stencil.command.RoiResult;
import io.github.stencil.front.Commands;
import io.github.stencil.front.Inputs;
import io.github.stencil.front.MacroOptions;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;

/** Runs commands over folders as the command line does, for whoever asks from a menu or a macro. */
public final class BatchRun implements BatchReport.Runner {

    /** Runs a task. */
    @Override
    public BatchReport run(BatchReport.Task task, Progress progress) {
        Commands.Declaration command = Commands.named(task.command())
                .orElseThrow(() -> StencilException.of("There is no command \"%s\".", task.command()));
        ModuleInfo info = command.info();
        boolean places = !OutputFiles.outputs(info, ImagePlus.class).isEmpty()
                || !OutputFiles.outputs(info, RoiResult.class).isEmpty();
        boolean required = OutputFiles.outputs(info, ImagePlus.class).stream().anyMatch(ModuleItem::isRequired)
                || OutputFiles.outputs(info, RoiResult.class).stream().anyMatch(ModuleItem::isRequired);
        boolean tables = !OutputFiles.outputs(info, ResultsTable.class).isEmpty() && (task.tables() || !required);
        Options options = new Options(
                texts(task, command),
                places ? task.results() + "/" : null,
                tables ? task.results() : null,
                task.overwrite(),
                null,
                false);
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        CommandRun run = new CommandRun(command, options, nowhere, nowhere, progress, null);
        run.run();
        BatchReport report = new BatchReport(run.reports());
        long failed = report.rows().stream()
                .filter(row -> row.status() == BatchReport.Status.FAILED)
                .count();
        progress.say(String.format(
                        Locale.ROOT,
                        "Worked on %d files, of which %d failed. %s",
                        report.rows().size(),
                        failed,
                        run.summary())
                .strip());
        return report;
    }

    private static Map<String, List<String>> texts(BatchReport.Task task, Commands.Declaration command) {
        List<String> images = Inputs.of(command.createModule()).stream()
                .filter(Inputs::isImage)
                .map(ModuleItem::getName)
                .toList();
        if (task.images().size() > images.size()) {
            throw StencilException.of(
                    "%s takes %d image, %s, but there are %d input folders. Leave second empty.",
                    command.name(),
                    images.size(),
                    String.join(" and ", images),
                    task.images().size());
        }
        Map<String, List<String>> texts = new LinkedHashMap<>();
        MacroOptions.parse(task.options()).forEach((name, text) -> texts.put(name, List.of(text)));
        List<String> names = Inputs.of(command.createModule()).stream()
                .map(ModuleItem::getName)
                .toList();
        for (String name : texts.keySet()) {
            if (!names.contains(name)) {
                throw StencilException.of(
                        "There is no option %s of %s. The options are: %s.",
                        name, command.name(), String.join(", ", names));
            }
        }
        for (int i = 0; i < task.images().size(); i++) {
            if (texts.put(images.get(i), List.of(task.images().get(i))) != null) {
                throw StencilException.of(
                        "options has %s, whose files are those of the input folders. Leave it out of options.",
                        images.get(i));
            }
        }
        return texts;
    }
}
