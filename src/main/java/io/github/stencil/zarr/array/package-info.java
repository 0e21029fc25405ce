/** Zarr arrays: metadata, grids of chunks, shards, reading and writing. */
@NullMarked
package io.github.stencil.zarr.array;

import org.jspecify.annotations.NullMarked;
