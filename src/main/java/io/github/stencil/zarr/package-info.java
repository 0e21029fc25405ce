/**
 * OME-Zarr images in folders and zip files, read chunk by chunk and written block by block. Whoever opens or stores images
 * asks {@link io.github.stencil.zarr.OmeZarr}; {@code batch} fills one from several processes.
 */
@NullMarked
package io.github.stencil.zarr;

import org.jspecify.annotations.NullMarked;
