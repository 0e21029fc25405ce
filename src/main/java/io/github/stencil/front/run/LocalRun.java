// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.run;

import io.github.stencil.CancelledException;
import io.github.stencil.Progress;
import io.github.stencil.batch.Job;
import io.github.stencil.command.Trait;
import io.github.stencil.front.Commands;
import io.github.stencil.front.PartFiles;
import io.github.stencil.front.terminal.TerminalProgress;
import io.github.stencil.image.file.ImageFiles;
import io.github.stencil.tensor.Device;
import io.github.stencil.tensor.FreeMemory;
import io.github.stencil.work.Sharing;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The files of a command, worked on by this process: one after the other, or side by side where that is quicker.
 *
 * @param devices those over which files are spread, if there are several
 */
record LocalRun(
        Commands.Declaration command,
        Options options,
        OutputFiles places,
        PartFiles parts,
        Resume resume,
        List<Device> devices) {
    /** Pixels of the file, its result and what lies between, some of it 32-bit and in three colours. */
    private static final int BYTES_PER_PIXEL = 64;

    private static final long MOST_PIXELS = 1L << 48;

    /**
     * Works on the jobs.
     *
     * @param outer who hears how far all are, instead of the terminal; or null
     * @param handOver called for each job in order
     */
    void run(List<Job> jobs, TerminalProgress progress, @Nullable Progress outer, Consumer<Ended> handOver) {
        boolean spread = devices.size() > 1;
        boolean together =
                jobs.size() > 1 && Commands.delegate(command.createModule()).has(Trait.GAINS_FROM_COMPANY);
        int most = spread ? devices.size() : together ? Runtime.getRuntime().availableProcessors() : 1;
        ManyFilesProgress listeners = new ManyFilesProgress(progress, outer, jobs.size(), most > 1);
        Spread free = new Spread(devices);
        Function<Job, Ended> work = job -> work(job, parts.share(), listeners.of(job.stem()));
        new SideBySide(most, FreeMemory.forJava() / 2)
                .run(jobs, LocalRun::bytes, spread ? job -> free.on(() -> work.apply(job)) : work, handOver);
    }

    /** Returns how much memory a job takes at the most: its pixels in a few forms. */
    private static long bytes(Job job) {
        long pixels = 0;
        for (Path file : job.files().values()) {
            long more = ImageFiles.mostPixels(file);
            if (more < 0 || more > MOST_PIXELS) {
                return MOST_PIXELS; // not known, or beyond all bounds: alone
            }
            pixels += more;
        }
        return pixels * BYTES_PER_PIXEL;
    }

    private Ended work(Job job, PartFiles own, ManyFilesProgress.One listener) {
        long start = System.nanoTime();
        FileRun.Made made = null;
        Throwable failure = null;
        try {
            made = new FileRun(command, options, places, own).run(job, resume.entry(job), listener, Sharing.ALONE);
        } catch (CancelledException e) {
            throw e;
        } catch (RuntimeException | LinkageError | VirtualMachineError e) {
            failure = e;
        } finally {
            own.discard();
            listener.close();
        }
        return new Ended(job, made, failure, (System.nanoTime() - start) / 1e9);
    }
}
