/**
 * Zarr arrays and groups of versions 2 and 3: their metadata, chunks and shards. {@code zarr} makes images of them.
 */
@NullMarked
package io.github.stencil.zarr.array;

import org.jspecify.annotations.NullMarked;
