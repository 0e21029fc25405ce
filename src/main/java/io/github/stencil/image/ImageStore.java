package io.github.stencil.image;

import io.github.stencil.StencilException;
import io.github.stencil.work.Receipts;
import io.github.stencil.work.Sharing;

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
     * Returns a place for what is known about an image before it can be written, which goes on with what an earlier run
     * left behind where results in the making outlast a process.
     *
     * @param part of the work, so that several do not mix
     */
    default Receipts receipts(String part) {
        return Receipts.memory();
    }

    /** Returns whether receipts outlast this process, so that it is worth while to give some on the way. */
    default boolean isLasting() {
        return false;
    }

    /**
     * Returns a store for an image that is needed on the way and goes with the receipts: in memory, unless this store
     * outlasts the process.
     *
     * @param name of the image, so that several do not mix
     */
    default ImageStore draft(String name) {
        return memory();
    }

    /** Returns who does the work on the images. */
    default Sharing sharing() {
        return Sharing.ALONE;
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
