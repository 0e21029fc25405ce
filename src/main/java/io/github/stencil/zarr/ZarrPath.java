// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr;

import io.github.stencil.image.Description;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A path as users write it: a store, and perhaps a place inside it, such as {@code cells.ome.zarr/1} for a level or
 * {@code cells.ome.zarr/labels/nuclei} for a label image.
 *
 * @param store the folder or zip file
 * @param inner names joined by slashes; empty for the store's own image
 * @param zip whether the store is a zip file
 */
record ZarrPath(Path store, String inner, boolean zip) {
    private static final List<String> ZIPS = List.of(".zarr.zip", ".ozx");
    private static final List<String> ENDINGS = List.of(".ome.zarr.zip", ".zarr.zip", ".ome.zarr", ".zarr", ".ozx");
    private static final List<String> METADATA = List.of("zarr.json", ".zarray", ".zgroup");

    /** Reads a path: the store is the first part that is called like one, else the whole. */
    static ZarrPath of(Path path) {
        Path store = path;
        for (Path part = path; part != null && part.getFileName() != null; part = part.getParent()) {
            if (isNamed(part)) {
                store = part;
            }
        }
        String inner = store.relativize(path).toString().replace('\\', '/');
        return new ZarrPath(store, inner, isZip(store));
    }

    /** Returns whether a path is one of a store, or of a place inside one, by its name or by what lies there. */
    static boolean isOne(Path path) {
        for (Path part = path; part != null && part.getFileName() != null; part = part.getParent()) {
            if (isNamed(part)) {
                return true;
            }
        }
        return isThere(path);
    }

    /** Returns whether a folder has the metadata of a store, or of a place inside one. */
    static boolean isThere(Path folder) {
        return METADATA.stream().anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
    }

    /** Returns whether a file or folder is called as stores are. */
    static boolean isNamed(Path path) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(ending -> name.endsWith(ending) && name.length() > ending.length());
    }

    /** Returns whether a file is called as zip files are that hold stores. */
    static boolean isZip(Path path) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        return ZIPS.stream().anyMatch(name::endsWith);
    }

    /** Returns the store's name without its ending. */
    String stem() {
        return Description.stem(String.valueOf(store.getFileName()));
    }

    /** Returns what to call an image's level in a window: the store's name, and where in it the image is. */
    String titleOf(int level) {
        String place = inner.startsWith("labels/") ? inner.substring("labels/".length()) : inner;
        String all = level == 0 ? place : place.isEmpty() ? String.valueOf(level) : place + "/" + level;
        return all.isEmpty() ? String.valueOf(store.getFileName()) : stem() + "-" + all.replace('/', '-') + ".ome.zarr";
    }

    @Override
    public String toString() {
        return inner.isEmpty() ? store.toString() : store + "/" + inner;
    }
}
