// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.run;

import io.github.stencil.Progress;
import io.github.stencil.RegularFile;
import io.github.stencil.StencilException;
import io.github.stencil.batch.FileSet;
import io.github.stencil.batch.Job;
import io.github.stencil.batch.Pairing;
import io.github.stencil.batch.RoiFiles;
import io.github.stencil.command.BatchReport;
import io.github.stencil.command.MaskSource;
import io.github.stencil.command.Trait;
import io.github.stencil.front.Commands;
import io.github.stencil.front.Failures;
import io.github.stencil.front.Inputs;
import io.github.stencil.front.ParameterText;
import io.github.stencil.front.PartFiles;
import io.github.stencil.front.terminal.ExitStatus;
import io.github.stencil.front.terminal.TerminalProgress;
import io.github.stencil.tensor.Device;
import io.github.stencil.tensor.TensorRuntime;
import io.github.stencil.work.Crew;
import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

/** A command of the command line, run once for every file or pair of files that its options name. */
public final class CommandRun {
    private final Commands.Declaration command;
    private Options options;
    private final PrintWriter out;
    private final PrintWriter err;
    private final TerminalProgress progress;
    private final @Nullable Progress outer;
    private final @Nullable Crew crew;
    private Supplier<List<Device>> devices;
    private final List<BatchReport.Row> reports = new ArrayList<>();
    private final ResultTables tables = new ResultTables();
    private final List<String> failed = new ArrayList<>();
    private @Nullable Module last;
    private String lastStem = "";
    private int whole;
    private int results;

    CommandRun(Commands.Declaration command, Options options, PrintWriter out, PrintWriter err) {
        this(command, options, out, err, null, null);
    }

    /**
     * Creates a run.
     *
     * @param outer who hears how far it is, all files together, instead of the terminal; or null
     * @param crew who works on the files, or null for this process
     */
    public CommandRun(
            Commands.Declaration command,
            Options options,
            PrintWriter out,
            PrintWriter err,
            @Nullable Progress outer,
            @Nullable Crew crew) {
        this.command = command;
        this.options = options;
        this.out = out;
        this.err = err;
        this.outer = outer;
        this.crew = crew;
        progress = new TerminalProgress(err, TerminalProgress.isTerminal(), System::nanoTime);
        devices = () -> TensorRuntime.spread(outer == null ? progress : outer);
    }

    /** Chooses the devices over which files are spread where the command allows it. */
    void setDevices(Supplier<List<Device>> several) {
        devices = several;
    }

    /**
     * Checks everything that can be checked, then runs.
     *
     * @return the exit status
     * @throws StencilException if something is wrong before anything has been opened
     */
    public int run() {
        Map<String, FileSet> files = check();
        if (options.device() != null) {
            TensorRuntime.choose(Device.of(options.device()), 0);
        }
        boolean several =
                files.values().stream().findFirst().map(FileSet::several).orElse(false); // the first leads
        Pairing pairing = Pairing.of(files);
        for (Path alone : pairing.alone()) {
            complain(alone + " has no partner of the same name.");
            report(alone.toString(), BatchReport.Status.ALONE, 0, "There is no file of the same name.");
        }
        if (pairing.jobs().isEmpty()) {
            throw new StencilException(
                    "No files pair, so nothing was done. Files belong together if their names are the same but for the ending.");
        }
        OutputFiles places = OutputFiles.of(options.output(), options.tables(), options.overwrite(), several);
        checkAsked(places);
        options = options.with(decided(pairing.jobs()));
        Resume resume = Resume.of(command, options, places, several);
        List<Job> left = new ArrayList<>();
        for (Job job : pairing.jobs()) {
            if (resume.skips(job, places.results(command.info(), job))) {
                report(title(job), BatchReport.Status.BEFORE, 0, "");
            } else {
                left.add(job);
            }
        }
        int before = pairing.jobs().size() - left.size();
        if (before > 0) {
            complain("%d of %d were done before. Give --overwrite to do them anew."
                    .formatted(before, pairing.jobs().size()));
        }
        places.check(
                command.info(),
                new Pairing(left, pairing.alone()),
                job -> resume.vouches(job, places.results(command.info(), job)));
        try (PartFiles parts = new PartFiles()) {
            places.folders().forEach(parts::probe);
            resume.begin();
            runAll(left, places, parts, resume);
            if (last != null) {
                conclude(last, lastStem);
            }
            tables.print(out);
            if (options.tables() != null) {
                tables.write(places, parts);
            }
        } finally {
            progress.clear();
        }
        if (failed.size() > 0 && pairing.jobs().size() > 1) {
            complain("%d of %d failed: %s."
                    .formatted(failed.size(), pairing.jobs().size(), String.join(", ", failed)));
        }
        if (!summary().isEmpty()) {
            complain(summary());
        }
        boolean all = failed.isEmpty() && pairing.alone().isEmpty();
        return whole + results + before == 0 ? ExitStatus.NOTHING_DONE : all ? ExitStatus.DONE : ExitStatus.PART_FAILED;
    }

    /** Reads what needs no file, and finds the files. */
    private Map<String, FileSet> check() {
        Map<String, FileSet> files = new LinkedHashMap<>();
        Module module = command.createModule();
        for (ModuleItem<?> parameter : Inputs.of(module)) {
            String name = parameter.getName();
            List<String> texts = options.texts().getOrDefault(name, List.of());
            boolean unset = texts.isEmpty() || texts.equals(List.of(""));
            if (unset && parameter.isRequired() && module.getInput(name) == null) {
                throw StencilException.of("%s is missing. Give --%s: %s.", name, name, parameter.getDescription());
            }
            if (!unset && isFiles(parameter, texts)) {
                files.put(name, FileSet.of(texts));
            } else if (!unset && "rois".equals(parameter.get("files"))) {
                files.put(name, RoiFiles.of(texts.get(0)));
            } else if (!unset && isSaved(parameter)) {
                free(Path.of(texts.get(0)));
            } else if (!texts.isEmpty() && !Inputs.isImage(parameter) && !(unset && module.getInput(name) == null)) {
                ParameterText.read(parameter, texts.get(0));
            }
        }
        return files;
    }

    /** Returns what the command decides for all files and processes alike, which then is as if it had been given. */
    private Map<String, String> decided(List<Job> jobs) {
        if (jobs.size() == 1 && crew == null) {
            return Map.of(); // the run itself will
        }
        Module module = command.createModule();
        Inputs.fillPlain(module, options.firstTexts());
        return Commands.delegate(module)
                .decide(jobs.stream().map(Job::files).toList(), outer == null ? progress : outer);
    }

    /** Refuses, before anything is opened, results that an option asks for and that have no place. */
    private void checkAsked(OutputFiles places) {
        for (ModuleItem<?> output : command.info().outputs()) {
            String[] asking = Objects.requireNonNullElse(output.get("with"), "").split("=", 2);
            List<String> texts = options.texts().getOrDefault(asking[0], List.of());
            if (asking.length < 2 || texts.isEmpty() || places.output() != null) {
                continue;
            }
            Object value = ParameterText.read(command.info().getInput(asking[0]), texts.get(0));
            if (value.toString().equals(asking[1])) {
                throw StencilException.of(
                        "With %s \"%s\" the result has no place. Give --output with a file or a folder.",
                        asking[0], asking[1]);
            }
        }
    }

    private static boolean isSaved(ModuleItem<?> parameter) {
        return parameter.getType() == File.class && "save".equals(parameter.getWidgetStyle());
    }

    private void free(Path file) {
        RegularFile.toReplace(file);
        if (Files.exists(file) && !options.overwrite()) {
            throw StencilException.of("%s exists. Choose another place, or give --overwrite.", file);
        }
    }

    private static boolean isFiles(ModuleItem<?> parameter, List<String> texts) {
        return Inputs.isImage(parameter)
                && !(parameter.getType() == MaskSource.class && MaskSource.isRois(texts.get(0)));
    }

    /** Returns how each file went, once all have been worked on. */
    List<BatchReport.Row> reports() {
        return reports;
    }

    /** Returns what was counted in all files, in a sentence; empty if nothing was. */
    String summary() {
        return tables.summary();
    }

    private void report(String file, BatchReport.Status status, double seconds, String message) {
        reports.add(new BatchReport.Row(file, status, seconds, message));
    }

    private String title(Job job) {
        return job.files().isEmpty()
                ? command.name()
                : job.files().values().iterator().next().toString();
    }

    private void runAll(List<Job> jobs, OutputFiles places, PartFiles parts, Resume resume) {
        if (crew != null) {
            var listeners = new ManyFilesProgress(progress, outer, jobs.size(), true);
            new CrewRun(crew, command, options, places, resume)
                    .run(jobs, listeners, ended -> note(ended, resume), ended -> handOver(ended, jobs.size()));
            return;
        }
        var plain = Commands.delegate(command.createModule());
        boolean spreads = jobs.size() > 1 && plain.has(Trait.SPREADS);
        LocalRun here = new LocalRun(command, options, places, parts, resume, spreads ? devices.get() : List.of());
        Interrupt ctrlC = Interrupt.during(plain, progress::stop);
        try {
            here.run(jobs, progress, outer, ended -> {
                note(ended, resume);
                handOver(ended, jobs.size());
            });
        } finally {
            ctrlC.end();
        }
    }

    private static void note(Ended ended, Resume resume) {
        if (ended.made() != null) {
            resume.done(ended.job());
        }
    }

    private void handOver(Ended ended, int of) {
        String title = title(ended.job());
        Throwable failure = ended.failure();
        progress.clear();
        if (failure != null) {
            failed.add(title);
            results += failure instanceof PartlyDone ? 1 : 0;
            String why = Failures.describe(failure, "Repeat with --debug");
            report(title, BatchReport.Status.FAILED, ended.seconds(), why);
            complain((of > 1 ? title + ": " : "") + Failures.described(failure, options.debug()));
        } else if (ended.made() != null) {
            gather(ended.made(), ended.job().stem());
            failed.addAll(Commands.delegate(ended.made().module()).failed());
            whole++;
            report(title, BatchReport.Status.DONE, ended.seconds(), "");
        }
    }

    private void gather(FileRun.Made made, String stem) {
        results += made.saved().size();
        made.saved().forEach(out::println);
        out.flush();
        if (last == null && outer == null && made.saved().isEmpty() && options.output() != null) {
            complain("No image was made, so nothing went to %s.".formatted(options.output()));
        }
        if (last != null && !Commands.delegate(made.module()).continueAfter(Commands.delegate(last))) {
            conclude(last, lastStem);
        }
        last = made.module();
        lastStem = stem;
    }

    /** Ends what the last run, and those that it continued, have gathered. */
    private void conclude(Module ending, String stem) {
        try {
            Commands.delegate(ending).conclude();
        } catch (StencilException e) {
            progress.clear();
            failed.add(stem);
            complain(Failures.described(e, options.debug()));
        }
        results += tables.add(ending, stem);
    }

    private void complain(String sentence) {
        err.println("stencil: " + sentence);
    }
}
