// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.run;

import io.github.stencil.CancelledException;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.batch.Job;
import io.github.stencil.command.Trait;
import io.github.stencil.front.Commands;
import io.github.stencil.front.Inputs;
import io.github.stencil.front.PartFiles;
import io.github.stencil.work.Crew;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.scijava.module.Module;

/**
 * The files of a command, worked on by a crew.
 *
 * <p>What has been done is noted as it arrives, whatever the order, so that a run that is cut short loses nothing; results
 * are handed over in the order of the jobs, so that tables are those of one machine.
 */
final class CrewRun {
    private final Crew crew;
    private final Commands.Declaration command;
    private final Options options;
    private final OutputFiles places;
    private final Resume resume;

    CrewRun(Crew crew, Commands.Declaration command, Options options, OutputFiles places, Resume resume) {
        this.crew = crew;
        this.command = command;
        this.options = options;
        this.places = places;
        this.resume = resume;
    }

    /**
     * Works on the jobs.
     *
     * @param listeners hear how far all are
     * @param note called for each job as it arrives
     * @param handOver called for each job in order
     * @throws StencilException if there is nothing that could be shared, or the crew cannot work
     */
    void run(List<Job> jobs, ManyFilesProgress listeners, Consumer<Ended> note, Consumer<Ended> handOver) {
        if (jobs.stream().anyMatch(job -> job.files().isEmpty())) {
            throw StencilException.of(
                    "%s does not work file by file, so there is nothing to share. Run it without spark.",
                    command.name());
        }
        if (jobs.size() == 1 && Commands.delegate(plain()).has(Trait.WORKS_IN_BLOCKS)) {
            Job job = jobs.get(0);
            try (PartFiles parts = new PartFiles()) {
                FileRun file = new FileRun(command, options, places, parts);
                Path place = file.lasting(job);
                if (place != null) {
                    Ended ended = runSteps(job, file, place, listeners.of(job.stem()));
                    note.accept(ended);
                    handOver.accept(ended);
                    return;
                }
            }
        }
        String mark = UUID.randomUUID().toString();
        var work = work(mark);
        Ended[] ended = new Ended[jobs.size()];
        var arrivals = new Crew.Arrivals<Carried>() {
            private int next;

            @Override
            public void done(int index, Carried result) {
                Job job = jobs.get(index);
                FileRun.Made made = result.unpack(command, options.firstTexts());
                arrive(index, new Ended(job, made, null, result.seconds()), result.said());
            }

            @Override
            public void failed(int index, String why) {
                arrive(index, new Ended(jobs.get(index), null, new StencilException(why), 0), List.of());
            }

            private void arrive(int index, Ended one, List<String> said) {
                ManyFilesProgress.One listener = listeners.of(one.job().stem());
                said.forEach(listener::say);
                listener.step(1, 1);
                listener.close();
                note.accept(one);
                ended[index] = one;
                while (next < ended.length && ended[next] != null) {
                    handOver.accept(ended[next]);
                    ended[next++] = null; // what has been handed over need not be held
                }
            }
        };
        try {
            crew.run(
                    jobs.stream()
                            .map(job -> FileItem.of(job, resume.entry(job)))
                            .toList(),
                    work,
                    arrivals);
        } finally {
            sweep(mark);
        }
    }

    private FileWork work(String mark) {
        return new FileWork(command.name(), options.absolute(command), places.folder(), mark);
    }

    /** Works on one file, whose steps are shared block by block. */
    private Ended runSteps(Job job, FileRun file, Path place, Progress listener) {
        long start = System.nanoTime();
        String entry = resume.entry(job);
        CrewSharing sharing = new CrewSharing(crew, work(""), FileItem.of(job, entry), place, listener);
        FileRun.Made made = null;
        Throwable failure = null;
        try {
            made = file.run(job, entry, listener, sharing);
        } catch (CancelledException e) {
            throw e;
        } catch (RuntimeException | LinkageError | VirtualMachineError e) {
            failure = e;
        }
        return new Ended(job, made, failure, (System.nanoTime() - start) / 1e9);
    }

    /** Returns a module with the options that are no images. */
    private Module plain() {
        Module module = command.createModule();
        Inputs.fillPlain(module, options.firstTexts());
        return module;
    }

    /** Deletes the files in the making of processes that were killed. */
    private void sweep(String mark) {
        for (Path folder : places.folders()) {
            try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "*." + mark + "-*.part")) {
                for (Path part : parts) {
                    Files.deleteIfExists(part);
                }
            } catch (IOException | DirectoryIteratorException e) {
                return; // nobody takes them for results
            }
        }
    }
}
