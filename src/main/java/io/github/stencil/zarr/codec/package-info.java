/** How chunks are packed: compressors, checksums and types of numbers. */
@NullMarked
package io.github.stencil.zarr.codec;

import org.jspecify.annotations.NullMarked;
