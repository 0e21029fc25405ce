/**
 * Cutting images into spans, bands and blocks, and writing whole blocks of what arrives in parts. Everybody uses it who works
 * through an image that need not fit into memory.
 */
@NullMarked
package io.github.stencil.tile;

import org.jspecify.annotations.NullMarked;
