/**
 * Where the pieces of a Zarr store lie, in a folder or a zip file, and the JSON among them. {@code zarr.array} and
 * {@code zarr} read and write through it.
 */
@NullMarked
package io.github.stencil.zarr.store;

import org.jspecify.annotations.NullMarked;
