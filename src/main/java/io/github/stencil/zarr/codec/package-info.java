/**
 * How the numbers of a chunk become bytes and back: their types, byte order, compressors and checksums. {@code zarr.array}
 * encodes and decodes with them.
 */
@NullMarked
package io.github.stencil.zarr.codec;

import org.jspecify.annotations.NullMarked;
