// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.front.run;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import io.github.stencil.RegularFile;
import io.github.stencil.StencilException;
import io.github.stencil.Writable;
import io.github.stencil.batch.Job;
import io.github.stencil.batch.Pairing;
import io.github.stencil.command.RoiResult;
import io.github.stencil.front.ImageFormat;
import io.github.stencil.front.Inputs;
import io.github.stencil.image.Description;
import io.github.stencil.zarr.OmeZarr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;

/**
 * Where the command line puts results.
 *
 * @param output a file or a folder for the image, or null
 * @param folder whether {@code output} is a folder, there or to be made
 * @param tables a folder for the tables, or null
 * @param overwrite whether files that exist may be replaced
 */
record OutputFiles(
        @Nullable Path output, boolean folder, @Nullable Path tables, boolean overwrite) {

    /**
     * Reads the two options.
     *
     * @param output a file or a folder; a folder if it is one, ends with a slash, or there is more than one input
     * @throws StencilException if one is empty, or there are several inputs and one file for the results
     */
    static OutputFiles of(@Nullable String output, @Nullable String tables, boolean overwrite, boolean several) {
        checkSaysSomething("--output", output);
        checkSaysSomething("--tables", tables);
        Path place = output == null ? null : Path.of(output);
        boolean store = place != null && (OmeZarr.isNamed(place) || OmeZarr.isInside(place));
        boolean slash = output != null && !store && (output.endsWith("/") || output.endsWith("\\"));
        boolean there = place != null && !store && Files.isDirectory(place);
        if (several && place != null && !slash && !there) {
            if (Files.exists(place) || ImageFormat.isNamedBy(place)) {
                throw StencilException.of(
                        "--output names one file, %s, but there can be a result for each of several inputs. Give a folder.",
                        place);
            }
        }
        boolean folder = place != null && (several || slash || there);
        return new OutputFiles(place, folder, tables == null ? null : Path.of(tables), overwrite);
    }

    /** Refuses what a script passes whose variable is not set, which would be the folder that it runs in. */
    private static void checkSaysSomething(String option, @Nullable String text) {
        if (text != null && text.isBlank()) {
            throw StencilException.of("%s is empty. Give a path, or leave it out; a dot is this folder.", option);
        }
    }

    /**
     * Checks, before anything is opened, that every result has a place that is free and can be written.
     *
     * @param ours whether what lies in a job's places was made by this very work and may be replaced
     * @throws StencilException if an image that is sure to come has no place, a file is in the way, a folder cannot be
     *     written, or an input would be replaced
     */
    void check(ModuleInfo command, Pairing pairing, Predicate<Job> ours) {
        List<ModuleItem<?>> images = outputs(command, ImagePlus.class);
        List<ModuleItem<?>> rois = outputs(command, RoiResult.class);
        if (output == null && images.isEmpty() && rois.stream().anyMatch(ModuleItem::isRequired)) {
            throw new StencilException(
                    "The result is a set of ROIs and has no place. Give --output with a file that ends in .zip, or a folder.");
        }
        if (output == null && images.stream().anyMatch(ModuleItem::isRequired)) {
            throw new StencilException(
                    "The result is an image and has no place. Give --output with a file or a folder.");
        }
        if (output != null && images.isEmpty() && rois.isEmpty()) {
            throw StencilException.of("%s makes no image. Leave --output out.", command.getName());
        }
        if (output != null) {
            if (!images.isEmpty()) {
                ImageFormat.of(image(new Job("any", Map.of()), 0));
                if (OmeZarr.isInside(output)) {
                    OmeZarr.checkInside(output);
                }
            }
            Set<Path> inputs = inputs(pairing);
            for (Job job : pairing.jobs()) {
                if (!ours.test(job)) {
                    results(command, job).forEach(file -> free(file, inputs));
                }
            }
        }
        List<ModuleItem<?>> lists = outputs(command, ResultsTable.class);
        if (tables != null && lists.isEmpty()) {
            throw StencilException.of("%s makes no table. Leave --tables out.", command.getName());
        }
        folders().forEach(Writable::check);
        if (tables != null) {
            lists.forEach(table -> free(table(table.getLabel()), Set.of()));
        }
    }

    /** Returns where a job's images and ROIs can go. */
    List<Path> results(ModuleInfo command, Job job) {
        int images = outputs(command, ImagePlus.class).size();
        List<Path> files = new ArrayList<>();
        for (int i = 0; output != null && i < images; i++) {
            files.add(image(job, i));
        }
        if (output != null && !outputs(command, RoiResult.class).isEmpty()) {
            files.add(rois(job.stem(), images == 0));
        }
        return files;
    }

    /** Returns the folders that results go to. */
    List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        if (output != null) {
            folders.add(folder ? output : parent(output));
        }
        if (tables != null) {
            folders.add(tables);
        }
        return folders;
    }

    /**
     * Returns where an image goes: to the input's name and, if that is an OME-Zarr, to its kind, with a number from the
     * second image of one run on.
     */
    Path image(Job job, int index) {
        if (output == null) {
            throw new StencilException("An image has no place. Give --output with a file or a folder.");
        }
        Path file = folder ? output.resolve((job.stem().isEmpty() ? "result" : job.stem()) + ending(job)) : output;
        if (index == 0) {
            return file;
        }
        String name = String.valueOf(file.getFileName());
        int end = name.lastIndexOf('.') < 0 ? name.length() : name.lastIndexOf('.');
        int dot = OmeZarr.isNamed(file) ? OmeZarr.stem(Path.of(name)).length() : end;
        return file.resolveSibling(name.substring(0, dot) + "-" + (index + 1) + name.substring(dot));
    }

    /**
     * Returns where ROIs go: beside the image, or if they are the only result to the place itself.
     *
     * @throws StencilException if that is no zip
     */
    Path rois(String stem, boolean only) {
        if (output == null) {
            throw new StencilException("ROIs have no place. Give --output with a file or a folder.");
        }
        if (folder) {
            return output.resolve(stem + (only ? ".zip" : "-rois.zip"));
        }
        String name = String.valueOf(output.getFileName());
        if (!only) {
            return output.resolveSibling(Description.stem(name) + "-rois.zip");
        }
        if (!name.toLowerCase(Locale.ROOT).endsWith(".zip")) {
            throw StencilException.of("ROIs are written as a zip, not as %s. Give a name that ends in .zip.", name);
        }
        return output;
    }

    /** Returns where a table of this title goes. */
    Path table(String title) {
        if (tables == null) {
            throw new StencilException("A table has no place. Give --tables with a folder.");
        }
        return tables.resolve(title.toLowerCase(Locale.ROOT).replace(' ', '-') + ".csv");
    }

    private static String ending(Job job) {
        boolean zarr =
                job.files().values().stream().findFirst().filter(OmeZarr::isOne).isPresent();
        return zarr ? ".ome.zarr" : ".tif";
    }

    /** Returns the outputs of a type, in the order they are declared. */
    static List<ModuleItem<?>> outputs(ModuleInfo command, Class<?> type) {
        return Inputs.items(command.outputs())
                .filter(item -> type.isAssignableFrom(item.getType()))
                .toList();
    }

    private void free(Path file, Set<Path> inputs) {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (inputs.contains(real(file))) {
            throw StencilException.of(
                    "%s exists and is an input, which not even --overwrite replaces. Choose another place.", file);
        }
        boolean store = OmeZarr.isFolder(file) || OmeZarr.isInside(file);
        if (!store || !OmeZarr.isThere(file)) {
            RegularFile.toReplace(file);
        }
        if (!overwrite) {
            throw StencilException.of("%s exists. Choose another place, or give --overwrite.", file);
        }
    }

    private static Set<Path> inputs(Pairing pairing) {
        Set<Path> inputs = new HashSet<>();
        for (Job job : pairing.jobs()) {
            job.files().values().forEach(file -> {
                inputs.add(real(file));
                inputs.add(real(OmeZarr.store(file)));
            });
        }
        return inputs;
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) { // not there yet, or behind a folder that may not be read
            return file.toAbsolutePath().normalize();
        }
    }

    private static Path parent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file : parent;
    }
}
