package io.github.stencil.front;

import ij.ImagePlus;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.axes.ImageStore;
import io.github.stencil.batch.Job;
import io.github.stencil.command.RoiPlace;
import io.github.stencil.command.RoiResult;
import io.github.stencil.command.StencilCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
     * Runs; what sums up several runs is left to be concluded.
     *
     * @param entry what the results depend on
     * @throws StencilException if the command refuses, or something cannot be saved
     */
    Made run(Job job, String entry, Progress progress) {
        boolean imageless = OutputFiles.outputs(command.info(), ImagePlus.class).isEmpty();
        boolean streams = places.output() != null
                && !imageless
                && ImageFormat.of(places.image(job, 0)).isStreamed();
        ResultImage result = streams
                ? ResultImage.streamed(places.image(job, 0), parts, entry, options.overwrite())
                : ResultImage.whole(parts);
        Path begun = result.begun();
        if (begun != null) {
            progress.say("Going on with %s.".formatted(begun));
        }
        Module module = prepare(job, progress);
        result.run(module);
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
    Module make(Job job, ImageStore store, Progress progress) {
        Module module = prepare(job, progress);
        Commands.delegate(module).setStore(store);
        Commands.run(module);
        return module;
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
        Map<String, String> texts = new LinkedHashMap<>();
        options.texts().forEach((name, values) -> texts.put(name, values.get(0)));
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
