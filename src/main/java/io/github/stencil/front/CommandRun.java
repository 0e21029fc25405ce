package io.github.stencil.front;

import ij.ImagePlus;
import io.github.stencil.CancelledException;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.batch.FileSet;
import io.github.stencil.batch.Job;
import io.github.stencil.batch.Pairing;
import io.github.stencil.command.BatchReport;
import io.github.stencil.command.MaskSource;
import io.github.stencil.command.RoiPlace;
import io.github.stencil.command.RoiResult;
import io.github.stencil.command.StencilCommand;
import io.github.stencil.tensor.Device;
import io.github.stencil.tensor.TensorRuntime;
import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

/** A command of the command line, run once for every file or pair of files that its options name. */
final class CommandRun {
    private final Commands.Declaration command;
    private final Options options;
    private final PrintWriter out;
    private final PrintWriter err;
    private final TerminalProgress progress;
    private final @Nullable Progress outer;
    private final List<BatchReport.Row> reports = new ArrayList<>();
    private final ResultTables tables = new ResultTables();
    private final List<String> failed = new ArrayList<>();
    private @Nullable Module last;
    private String lastStem = "";
    private int whole;
    private int results;

    CommandRun(Commands.Declaration command, Options options, PrintWriter out, PrintWriter err) {
        this(command, options, out, err, null);
    }

    /** Creates a run of which somebody else hears how far it is, all files together. */
    CommandRun(
            Commands.Declaration command, Options options, PrintWriter out, PrintWriter err, @Nullable Progress outer) {
        this.command = command;
        this.options = options;
        this.out = out;
        this.err = err;
        this.outer = outer;
        progress = new TerminalProgress(err, TerminalProgress.isTerminal(), System::nanoTime);
    }

    /**
     * Checks everything that can be checked, then runs.
     *
     * @return the exit status
     * @throws StencilException if something is wrong before anything has been opened
     */
    int run() {
        Map<String, FileSet> files = check();
        if (options.device() != null) {
            TensorRuntime.choose(Device.of(options.device()), 0);
        }
        boolean several = files.values().stream().anyMatch(FileSet::several);
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
            long began = System.nanoTime();
            for (Job job : left) {
                run(job, left, places, parts, began, resume);
            }
            try {
                conclude();
            } catch (StencilException e) {
                progress.clear();
                failed.add(lastStem);
                complain(e.getMessage());
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
        boolean all = failed.isEmpty() && pairing.alone().isEmpty();
        return whole + results + before == 0 ? Main.NOTHING_DONE : all ? Main.DONE : Main.PART_FAILED;
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
            } else if (!unset && isSaved(parameter)) {
                free(Path.of(texts.get(0)));
            } else if (!texts.isEmpty() && !Options.isImage(parameter) && !(unset && module.getInput(name) == null)) {
                Values.read(parameter, texts.get(0));
            }
        }
        return files;
    }

    private static boolean isSaved(ModuleItem<?> parameter) {
        return parameter.getType() == File.class && "save".equals(parameter.getWidgetStyle());
    }

    private void free(Path file) {
        if (Files.exists(file) && !options.overwrite()) {
            throw StencilException.of("%s exists. Choose another place, or give --overwrite.", file);
        }
    }

    private static boolean isFiles(ModuleItem<?> parameter, List<String> texts) {
        return Options.isImage(parameter)
                && !(parameter.getType() == MaskSource.class && MaskSource.isRois(texts.get(0)));
    }

    /** Returns how each file went, once all have been worked on. */
    List<BatchReport.Row> reports() {
        return reports;
    }

    private void report(String file, BatchReport.Status status, double seconds, String message) {
        reports.add(new BatchReport.Row(file, status, seconds, message));
    }

    private String title(Job job) {
        return job.files().isEmpty()
                ? command.name()
                : job.files().values().iterator().next().toString();
    }

    private void run(Job job, List<Job> all, OutputFiles places, PartFiles parts, long began, Resume resume) {
        String title = title(job);
        int index = all.indexOf(job);
        long start = System.nanoTime();
        String words = all.size() == 1
                ? ""
                : "%d/%d %s%s "
                        .formatted(
                                index + 1,
                                all.size(),
                                job.stem(),
                                index == 0
                                        ? ""
                                        : " (all:%s)"
                                                .formatted(TerminalProgress.left(
                                                        (start - began) / (double) index * (all.size() - index))));
        progress.begin(words);
        if (outer != null) {
            outer.say(words.strip());
        }
        Progress listener =
                outer == null ? progress : (done, total) -> outer.step(index * total + done, all.size() * total);
        try {
            compute(job, places, parts, listener, resume);
            resume.done(job);
            report(title, BatchReport.Status.DONE, (System.nanoTime() - start) / 1e9, "");
        } catch (CancelledException e) {
            throw e;
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            progress.clear();
            if (options.debug()) {
                e.printStackTrace(err);
            }
            failed.add(title);
            String why = Failures.describe(e, "Repeat with --debug");
            report(title, BatchReport.Status.FAILED, (System.nanoTime() - start) / 1e9, why);
            complain((all.size() > 1 ? title + ": " : "") + why);
        }
        parts.discard();
    }

    private void compute(Job job, OutputFiles places, PartFiles parts, Progress listener, Resume resume) {
        Module module = command.createModule();
        Inputs.fill(module, texts(job));
        StencilCommand now = Commands.delegate(module);
        now.setProgress(listener);
        boolean imageless = OutputFiles.outputs(command.info(), ImagePlus.class).isEmpty();
        boolean streams = places.output() != null
                && !imageless
                && ImageFormat.of(places.image(job, 0)).isStreamed();
        ResultImage result = streams
                ? ResultImage.streamed(places.image(job, 0), parts, resume.entry(job), options.overwrite())
                : ResultImage.whole(parts);
        Path begun = result.begun();
        if (begun != null) {
            complain("Going on with %s.".formatted(begun));
        }
        boolean gathers = last != null && now.continueAfter(Commands.delegate(last));
        now.postpone();
        result.run(module);
        if (!gathers) {
            conclude();
        }
        last = module;
        lastStem = job.stem();
        for (ModuleItem<?> output : OutputFiles.outputs(command.info(), RoiResult.class)) {
            if (module.getOutput(output.getName()) instanceof RoiResult rois) {
                saveRois(rois, places, imageless, job.stem(), parts);
            }
        }
        int index = 0;
        for (ModuleItem<?> output : OutputFiles.outputs(command.info(), ImagePlus.class)) {
            if (module.getOutput(output.getName()) instanceof ImagePlus image) {
                Path file = places.image(job, index++);
                result.save(image, file);
                results++;
                progress.clear();
                out.println(file);
                out.flush();
            }
        }
        result.end();
        whole++;
    }

    /** Ends what the last run, and those that it continued, have gathered. */
    private void conclude() {
        if (last == null) {
            return;
        }
        Module ending = last;
        last = null;
        try {
            Commands.delegate(ending).conclude();
        } finally {
            results += tables.add(ending, lastStem);
        }
    }

    private void saveRois(RoiResult rois, OutputFiles places, boolean only, String stem, PartFiles parts) {
        if (rois.place() == RoiPlace.OVERLAY) {
            throw new StencilException(
                    "Overlays belong to open images, and the command line has none. Leave --where out, and the ROIs go to a zip.");
        }
        Path file = places.rois(stem, only);
        Path part = parts.begin(file);
        RoiDoor.write(rois.rois(), part, file);
        parts.finish(part, file);
        results++;
        progress.clear();
        out.println(file);
        out.flush();
    }

    private Map<String, String> texts(Job job) {
        Map<String, String> texts = new LinkedHashMap<>();
        options.texts().forEach((name, values) -> texts.put(name, values.get(0)));
        job.files().forEach((name, file) -> texts.put(name, file.toString()));
        return texts;
    }

    private void complain(String sentence) {
        err.println("stencil: " + sentence);
    }
}
