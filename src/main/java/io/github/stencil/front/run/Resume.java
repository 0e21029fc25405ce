// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.run;

import io.github.stencil.batch.Job;
import io.github.stencil.batch.Journal;
import io.github.stencil.front.Commands;
import io.github.stencil.front.Inputs;
import io.github.stencil.zarr.OmeZarr;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which files of a folder need no more work, as the journal beside the results says. Only runs over several files into a
 * folder keep one. Where tables are wanted nothing is skipped, since their rows come from all files.
 */
final class Resume {
    private final @Nullable Journal journal;
    private final boolean anew;
    private final boolean skips;
    private final String settings;
    private final List<Path> models;

    private Resume(@Nullable Journal journal, boolean anew, boolean skips, String settings, List<Path> models) {
        this.journal = journal;
        this.anew = anew;
        this.skips = skips;
        this.settings = settings;
        this.models = List.copyOf(models);
    }

    /** Reads the journal. */
    static Resume of(Commands.Declaration command, Options options, OutputFiles places, boolean several) {
        Path folder = places.output();
        Journal journal = several && folder != null ? Journal.of(folder) : null;
        Map<String, List<String>> texts = new TreeMap<>(options.texts());
        List<Path> models = new ArrayList<>();
        Inputs.of(command.createModule()).forEach(parameter -> {
            List<String> values = texts.getOrDefault(parameter.getName(), List.of());
            if (Inputs.isImage(parameter)) {
                texts.remove(parameter.getName()); // each job has its own files
            } else if (parameter.getType() == File.class && !values.isEmpty()) {
                Path file = Path.of(values.get(0));
                if (Files.exists(file)) {
                    models.add(file);
                }
            }
        });
        return new Resume(
                journal,
                options.overwrite(),
                journal != null && options.tables() == null && !options.overwrite(),
                command.name() + " " + texts + (options.device() == null ? "" : " on " + options.device()),
                models);
    }

    /** Returns whether a job's result is there, made from the same files in the same way. */
    boolean vouches(Job job, List<Path> results) {
        return journal != null
                && journal.contains(entry(job))
                && results.stream().anyMatch(Files::exists);
    }

    /** Returns whether a job can be left out. */
    boolean skips(Job job, List<Path> results) {
        return skips && vouches(job, results);
    }

    /** Forgets what was done, if all is to be done anew. */
    void begin() {
        if (journal != null && anew) {
            journal.clear();
        }
    }

    /** Notes that a job is done. */
    void done(Job job) {
        if (journal != null) {
            journal.add(entry(job));
        }
    }

    /** Returns what a job's result depends on. */
    String entry(Job job) {
        List<Path> inputs = new ArrayList<>();
        List<String> places = new ArrayList<>();
        for (Path file : job.files().values()) {
            Path store = OmeZarr.store(file); // what lies in a zip file has no size or time of its own
            inputs.add(store);
            places.add(store.relativize(file).toString());
        }
        inputs.addAll(models);
        return Journal.entry(job.stem(), settings + " " + job.files().keySet() + " " + places, inputs);
    }
}
