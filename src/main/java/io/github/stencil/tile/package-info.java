/** Cutting images into tiles and bands, and working through them with reading, computing and writing overlapped. */
@NullMarked
package io.github.stencil.tile;

import org.jspecify.annotations.NullMarked;
