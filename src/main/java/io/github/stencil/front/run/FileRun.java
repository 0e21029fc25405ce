// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.run;

import ij.ImagePlus;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.batch.Job;
import io.github.stencil.command.RoiPlace;
import io.github.stencil.command.RoiResult;
import io.github.stencil.command.StencilCommand;
import io.github.stencil.command.Trait;
import io.github.stencil.front.Commands;
import io.github.stencil.front.Inputs;
import io.github.stencil.front.PartFiles;
import io.github.stencil.front.RoiDoor;
import io.github.stencil.image.ImageStore;
import io.github.stencil.work.Sharing;
import io.github.stencil.zarr.OmeZarr;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

/**
 * A command run over one file or pair of files: images and ROIs are saved, tables are left in the module.
 *
 * @param parts the files in the making of this run alone
 */
record FileRun(Commands.Declaration command, Options options, OutputFiles places, PartFiles parts) {
    /**
     * What a run made.
     *
     * @param module with its tables
     * @param saved the files with images and ROIs
     */
    record Made(Module module, List<Path> saved) {}

    /**
     * Returns beside which place work is written down on the way, so that it can be shared or gone on with: that of an
     * image that is an OME-Zarr folder, or the tables of scores of an OME-Zarr.
     *
     * @return null if work is not written down
     */
    @Nullable
    Path lasting(Job job) {
        if (places.output() != null && makesImage()) {
            Path file = places.image(job, 0).toAbsolutePath().normalize();
            return OmeZarr.isFolder(file) ? file : null;
        }
        Path tables = places.tables();
        boolean scores = tables != null
                && Commands.delegate(command.createModule()).has(Trait.WORKS_IN_BLOCKS)
                && job.files().values().stream().anyMatch(OmeZarr::isOne);
        return tables != null && scores
                ? tables.resolve(job.stem() + "." + command.name())
                        .toAbsolutePath()
                        .normalize()
                : null;
    }

    private boolean makesImage() {
        return !OutputFiles.outputs(command.info(), ImagePlus.class).isEmpty();
    }

    /**
     * Runs; what sums up several runs is left to be concluded.
     *
     * @param entry what the results depend on
     * @param sharing who does the work
     * @throws StencilException if the command refuses, or something cannot be saved
     */
    Made run(Job job, String entry, Progress progress, Sharing sharing) {
        boolean imageless = !makesImage();
        Path lasting = lasting(job);
        ResultImage result = lasting != null
                ? ResultImage.lasting(lasting, parts, entry, options.overwrite(), sharing)
                : places.output() != null && !imageless
                        ? ResultImage.of(places.image(job, 0), parts)
                        : ResultImage.whole(parts);
        Path begun = result.begun();
        if (begun != null) {
            progress.say("Going on with %s.".formatted(begun));
        }
        Module module = prepare(job, progress);
        try {
            result.run(module);
        } catch (StencilException e) {
            Path kept = result.kept();
            if (kept != null && !(e instanceof PartlyDone)) { // which says so itself
                progress.say("What is done of %s is kept, and the same command goes on with it.".formatted(kept));
            }
            throw e;
        }
        List<Path> saved = new ArrayList<>();
        for (ModuleItem<?> output : OutputFiles.outputs(command.info(), RoiResult.class)) {
            if (module.getOutput(output.getName()) instanceof RoiResult rois) {
                Path file = places.rois(job.stem(), imageless);
                save(rois, file);
                saved.add(file);
            }
        }
        int index = 0;
        for (ModuleItem<?> output : OutputFiles.outputs(command.info(), ImagePlus.class)) {
            if (module.getOutput(output.getName()) instanceof ImagePlus image) {
                Path file = places.image(job, index++);
                result.save(image, file);
                saved.add(file);
            }
        }
        result.end();
        return new Made(module, saved);
    }

    /** Runs the command with a place for its image, and saves nothing. */
    void make(Job job, ImageStore store, Progress progress) {
        Module module = prepare(job, progress);
        Commands.delegate(module).setStore(store);
        Commands.run(module);
    }

    private Module prepare(Job job, Progress progress) {
        Module module = command.createModule();
        Inputs.fill(module, texts(job));
        StencilCommand run = Commands.delegate(module);
        run.setProgress(progress);
        run.postpone();
        return module;
    }

    private Map<String, String> texts(Job job) {
        Map<String, String> texts = options.firstTexts();
        job.files().forEach((name, file) -> texts.put(name, file.toString()));
        return texts;
    }

    private void save(RoiResult rois, Path file) {
        if (rois.place() == RoiPlace.OVERLAY) {
            throw new StencilException(
                    "Overlays belong to open images, and the command line has none. Leave --where out, and the ROIs go to a zip.");
        }
        Path part = parts.begin(file);
        RoiDoor.write(rois.rois(), part, file);
        parts.finish(part, file);
    }
}
