// SPDX-License-Identifier: BSD-2-Clause
package io.github.stencil.image;

import io.github.stencil.StencilException;
import io.github.stencil.work.Part;
import io.github.stencil.work.Workplace;

/** Makes places for results: in memory, or in a file. */
@FunctionalInterface
public interface ImageStore {

    /** Creates a place for an image that is then written block by block. */
    ImageSink create(Description result);

    /** Returns whether images can be of {@link PixelType#UINT32}, which ImageJ's cannot. */
    default boolean isWide() {
        return false;
    }

    /**
     * Returns where the work on images is done. What it writes down outlasts this process where results in the making do:
     * it then goes on with what an earlier run has left behind.
     */
    default Workplace work() {
        return Workplace.memory();
    }

    /**
     * Returns a store for an image that is needed on the way and goes with the receipts: in memory, unless this store
     * outlasts the process.
     *
     * @param part of the work that the image is
     */
    default ImageStore draft(Part part) {
        return memory();
    }

    /** Returns a store whose images lie in memory, as open images do. */
    static ImageStore memory() {
        return result -> new MemoryImage(forImageJ(result));
    }

    /**
     * Returns a description of a result that ImageJ can hold.
     *
     * @throws StencilException if its type of pixels is none of ImageJ's
     */
    static Description forImageJ(Description result) {
        if (result.type() == PixelType.UINT32) {
            throw StencilException.of(
                    "The result \"%s\" has whole numbers of 32 bits, which ImageJ and its TIFF files lack. Give a name that ends in .ome.zarr.",
                    result.title());
        }
        return result;
    }
}
