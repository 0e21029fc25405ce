// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.run;

import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.front.Commands;
import io.github.stencil.front.Failures;
import io.github.stencil.front.PartFiles;
import io.github.stencil.tensor.Device;
import io.github.stencil.tensor.TensorRuntime;
import io.github.stencil.work.Crew;
import io.github.stencil.work.Sharing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A command's run over one file, in another process.
 *
 * @param command its name
 * @param options with absolute paths
 * @param folder whether the place for images is a folder
 * @param mark names this piece of work among all, in the names of files in the making
 */
record FileWork(String command, Options options, boolean folder, String mark) implements Crew.Work<FileItem, Carried> {

    @Override
    public Carried run(FileItem item) {
        List<String> said = new ArrayList<>();
        long start = System.nanoTime();
        // no two tries share a file in the making, as one that was given up may still write to its own
        try (PartFiles parts = new PartFiles(mark + "-" + UUID.randomUUID())) {
            FileRun.Made made = fileRun(parts).run(item.job(), item.entry(), listener(said), Sharing.ALONE);
            return Carried.of(made, said, (System.nanoTime() - start) / 1e9);
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            // the cause goes as words: its class may not be known where it is read
            throw new StencilException(sentence(e));
        }
    }

    /** Returns the command, for this process. */
    FileRun fileRun(PartFiles parts) {
        System.setProperty("java.awt.headless", "true");
        if (options.device() != null) {
            TensorRuntime.choose(Device.of(options.device()), 0);
        }
        String output = options.output();
        String tables = options.tables();
        OutputFiles places = new OutputFiles(
                output == null ? null : Path.of(output),
                folder,
                tables == null ? null : Path.of(tables),
                options.overwrite());
        return new FileRun(Commands.named(command).orElseThrow(), options, places, parts);
    }

    /** Returns what to tell of an error. */
    String sentence(Throwable error) {
        return Failures.described(error, options.debug());
    }

    private static Progress listener(List<String> said) {
        return new Progress() {
            @Override
            public void step(long done, long total) {
                // the file counts when it is done
            }

            @Override
            public void say(String message) {
                said.add(message);
            }
        };
    }
}
