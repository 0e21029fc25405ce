// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.zarr;

import io.github.stencil.FolderTree;
import io.github.stencil.StencilException;
import io.github.stencil.image.AxisImage;
import io.github.stencil.image.ImageStore;
import io.github.stencil.zarr.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Images in OME-Zarr stores: Zarr version 2 with OME-NGFF 0.4 and version 3 with 0.5, in folders and zip files.
 *
 * <p>A path names a store ({@code cells.ome.zarr}), or a place in one: a resolution level ({@code cells.ome.zarr/1}), a
 * label image ({@code cells.ome.zarr/labels/nuclei}), an image of a plate, or a plain array.
 */
public final class OmeZarr {
    private static final List<String> METADATA = List.of("zarr.json", ".zattrs", ".zarray");

    private OmeZarr() {}

    /** Returns whether a path is one of a store or of a place inside one, by its name or by what lies there. */
    public static boolean isOne(Path path) {
        return ZarrPath.isOne(path);
    }

    /** Returns whether a folder holds a store, or a place inside one, whatever it is called. */
    public static boolean isThere(Path folder) {
        return ZarrPath.isThere(folder);
    }

    /** Returns whether a file or folder is called as stores are: .zarr, .ome.zarr, .zarr.zip or .ozx. */
    public static boolean isNamed(Path path) {
        return ZarrPath.isNamed(path);
    }

    /** Returns whether a path names a whole store that is a folder, not a zip file and no place in a store. */
    public static boolean isFolder(Path path) {
        return ZarrPath.isNamed(path) && !ZarrPath.isZip(path) && !isInside(path);
    }

    /** Returns whether a path is one of a place inside something that is called as stores are. */
    public static boolean isInside(Path path) {
        return !ZarrPath.of(path).inner().isEmpty();
    }

    /**
     * Checks that an image can be written to a place inside a store: a label image, {@code STORE/labels/NAME}.
     *
     * @throws StencilException if not
     */
    public static void checkInside(Path path) {
        LabelGroup.check(ZarrPath.of(path.toAbsolutePath().normalize()));
    }

    /** Adds a label image that has been written to a place inside a store to the list of the store's label images. */
    public static void enlist(Path path) {
        LabelGroup.enlist(ZarrPath.of(path.toAbsolutePath().normalize()));
    }

    /** Returns the name of a path's store without the ending; places in one store have one name. */
    public static String stem(Path path) {
        return ZarrPath.of(path).stem();
    }

    /** Returns the folder or file that is the store of a path. */
    public static Path store(Path path) {
        return ZarrPath.of(path).store();
    }

    /** Returns a text that changes when an image's metadata are written anew, as they are last whenever it is written. */
    public static String state(Path path) {
        ZarrPath place = ZarrPath.of(path.toAbsolutePath().normalize());
        Store store = OmeReader.storeOf(place);
        return store.stamp("")
                + METADATA.stream()
                        .map(name -> store.stamp(place.inner().isEmpty() ? name : place.inner() + "/" + name))
                        .toList();
    }

    /** Opens an image in its finest resolution, or in the one that the path names; see {@link #open(Path, int)}. */
    public static AxisImage open(Path path) {
        return open(path, 0);
    }

    /**
     * Opens an image. Its pixels are read when they are asked for, chunk by chunk.
     *
     * <p>Unsigned numbers of 8, 16 and 32 bits, signed ones of 16 bits and 32-bit floating point are read as they are,
     * signed ones of 8 bits as of 16, others and 64-bit floating point as 32-bit floating point, 32-bit signed and 64-bit
     * labels as {@link io.github.stencil.image.PixelType#UINT32}.
     * A number that this cannot hold is refused when it is read.
     *
     * @param level the resolution, 0 for the finest
     * @throws StencilException if there is no such image, or it cannot be read here
     */
    public static AxisImage open(Path path, int level) {
        ZarrPath place = ZarrPath.of(path.toAbsolutePath().normalize());
        return OmeReader.open(place, level, place.titleOf(level));
    }

    /**
     * Returns a store that writes each image to one OME-Zarr.
     *
     * @param file where it grows, best a temporary name that whoever gave it changes; an unfinished store there is lost
     * @param name what it will be called, which says whether it is a folder or a zip file; a place inside a store, see
     *     {@link #checkInside}, becomes of the store's version
     */
    public static ImageStore at(Path file, Path name) {
        if (ZarrPath.isZip(name)) {
            return result -> ZipSink.create(file, result);
        }
        ZarrPath place = ZarrPath.of(name.toAbsolutePath().normalize());
        boolean old = !place.inner().isEmpty() && LabelGroup.check(place) == 2;
        return result -> ZarrContainer.create(file, result, old ? ZarrLayout.version2() : ZarrLayout.usual());
    }

    /**
     * Deletes a store, or what there is of one, with all that is in it.
     *
     * @throws IOException if something cannot be deleted
     */
    public static void delete(Path store) throws IOException {
        FolderTree.delete(store);
    }
}
