// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.run;

import ij.ImagePlus;
import io.github.stencil.CancelledException;
import io.github.stencil.FileTrouble;
import io.github.stencil.batch.BlockStore;
import io.github.stencil.front.Commands;
import io.github.stencil.front.ImageFormat;
import io.github.stencil.front.PartFiles;
import io.github.stencil.image.FileImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.work.Sharing;
import io.github.stencil.zarr.OmeZarr;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.scijava.module.Module;

/**
 * Where the images of one run of a command grow, and how they get their names. An OME-Zarr folder in the making outlasts a
 * stop, and the same run goes on with it; other files do not.
 */
final class ResultImage {
    private final PartFiles parts;
    private final @Nullable ImageStore store;
    private final @Nullable BlockStore lasting;

    private ResultImage(PartFiles parts, @Nullable ImageStore store, @Nullable BlockStore lasting) {
        this.parts = parts;
        this.store = store;
        this.lasting = lasting;
    }

    /** Returns a place in memory, from where images are written whole. */
    static ResultImage whole(PartFiles parts) {
        return new ResultImage(parts, null, null);
    }

    /** Returns a place in a file, to which an image is streamed if its format can be; else in memory. */
    static ResultImage of(Path file, PartFiles parts) {
        return ImageFormat.of(file).isStreamed() ? new ResultImage(parts, parts.storeFor(file), null) : whole(parts);
    }

    /**
     * Returns a place that outlasts this process.
     *
     * @param place an OME-Zarr folder in which the image grows, or a file beside which only receipts lie
     * @param job what the result depends on
     * @param anew whether unfinished work of another job may be thrown away; receipts alone may always
     * @param sharing who does the work
     */
    static ResultImage lasting(Path place, PartFiles parts, String job, boolean anew, Sharing sharing) {
        BlockStore store = BlockStore.of(place, job, anew || !OmeZarr.isFolder(place), sharing);
        return new ResultImage(parts, store, store);
    }

    /** Returns what an earlier run has left to go on with, or null if there is nothing. */
    @Nullable
    Path begun() {
        return lasting != null && lasting.isBegun() ? lasting.part() : null;
    }

    /** Returns what outlasts a run that was cut short, or null if nothing does. */
    @Nullable
    Path kept() {
        return lasting != null && lasting.hasReceipts() ? lasting.file() : null;
    }

    /**
     * Runs a module whose image grows here. What is done of an image outlasts a stop and a failure; receipts alone outlast
     * a stop, or the failure of some blocks.
     */
    void run(Module module) {
        if (store != null) {
            Commands.delegate(module).setStore(store);
        }
        boolean keeps = false;
        try {
            Commands.run(module);
            keeps = true;
        } catch (CancelledException | PartlyDone e) {
            keeps = true;
            throw e;
        } finally {
            if (lasting != null && !keeps && !(OmeZarr.isFolder(lasting.file()) && lasting.hasReceipts())) {
                lasting.discard();
            }
        }
    }

    /** Writes an image that the module has made, or gives it its name where it has been streamed. */
    void save(ImagePlus image, Path file) {
        if (image instanceof FileImage streamed) {
            if (lasting != null && streamed.path().equals(lasting.part())) {
                parts.adopt(streamed.path());
            }
            if (parts.contains(streamed.path())) {
                parts.finish(streamed.path(), file);
                streamed.moved(file);
                return;
            }
        }
        Path part = parts.begin(file);
        FileTrouble.writing(file, () -> ImageFormat.of(file).write(image, part, file));
        parts.finish(part, file);
    }

    /** Deletes the receipts, once all images have their names. */
    void end() {
        if (lasting != null) {
            lasting.forget();
        }
    }
}
