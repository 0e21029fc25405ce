/** OME-Zarr: images stored as chunks in folders and zip files, read lazily and written block by block. */
@NullMarked
package io.github.stencil.zarr;

import org.jspecify.annotations.NullMarked;
