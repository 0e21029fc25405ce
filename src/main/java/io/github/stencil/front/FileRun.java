package io.github.stencil.front;

import ij.ImagePlus;
import io.github.stencil.CancelledException;
import io.github.stencil.Progress;
import io.github.stencil.StencilException;
import io.github.stencil.axes.FileImage;
import io.github.stencil.axes.ImageStore;
import io.github.stencil.batch.BlockStore;
import io.github.stencil.batch.Job;
import io.github.stencil.command.RoiPlace;
import io.github.stencil.command.RoiResult;
import io.github.stencil.command.StencilCommand;
import io.github.stencil.zarr.OmeZarr;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
        BlockStore lasting = null;
        ImageStore store = ImageStore.memory();
        if (streams && OmeZarr.isFolder(places.image(job, 0))) {
            lasting = BlockStore.of(places.image(job, 0), entry, options.overwrite());
            if (lasting.isBegun()) {
                progress.say("Going on with %s.".formatted(lasting.part()));
            }
            store = lasting;
        } else if (streams) {
            store = parts.storeFor(places.image(job, 0));
        }
        Module module = make(job, store, lasting, progress);
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
                if (lasting != null && image instanceof FileImage streamed) {
                    parts.adopt(streamed.path());
                }
                save(image, file);
                saved.add(file);
            }
        }
        if (lasting != null) {
            lasting.forget();
        }
        return new Made(module, saved);
    }

    /** Runs the command; an image in the making outlasts a stop, but not a failure. */
    private Module make(Job job, ImageStore store, @Nullable BlockStore lasting, Progress progress) {
        boolean keep = false;
        try {
            Module made = make(job, store, progress);
            keep = true;
            return made;
        } catch (CancelledException e) {
            keep = true;
            throw e;
        } finally {
            if (lasting != null && !keep) {
                lasting.discard();
            }
        }
    }

    /** Runs the command with a place for its image, and saves nothing. */
    Module make(Job job, ImageStore store, Progress progress) {
        Module module = command.createModule();
        Inputs.fill(module, texts(job));
        StencilCommand run = Commands.delegate(module);
        run.setProgress(progress);
        run.setStore(store);
        run.postpone();
        Commands.run(module);
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

    private void save(ImagePlus image, Path file) {
        if (image instanceof FileImage streamed && parts.contains(streamed.path())) {
            parts.finish(streamed.path(), file);
            streamed.moved(file);
            return;
        }
        Path part = parts.begin(file);
        try {
            ImageFormat.of(file).write(image, part, file);
        } catch (IOException e) {
            throw PartFiles.failed(file, e);
        }
        parts.finish(part, file);
    }
}
